import "server-only";
import { sqlPool } from "@/lib/db/client";
import { deleteInBatches } from "@/lib/db/delete-in-batches";
import { type Clock, msPerDay, systemClock } from "@/lib/kernel/clock";
import { hasBilling } from "./internal/kept-records";
import { linkDays } from "./rules/periods";

/**
 * Removes the records of deletions after 90 days, once the activity is erased, the customer at the payment processor is
 * deleted and no billing record is kept any more. Their links stop working then. Returns how many were removed.
 */
export async function purgeDeletions(clock: Clock = systemClock): Promise<number> {
  const before = new Date(clock().getTime() - linkDays * msPerDay);
  const { rows } = await deleteInBatches(async (size) => {
    const { rowCount } = await sqlPool().query(
      `delete from deletions where id in (
         select d.id from deletions d left join workspaces w on w.id = d.workspace_id
          where d.deleted_at < $1 and (w.id is null or w.erased_at is not null)
            and not exists (select from stripe_customers where workspace_id = d.workspace_id)
            and not ${hasBilling("d.workspace_id")}
          order by d.deleted_at limit $2)`,
      [before, size],
    );
    return rowCount ?? 0;
  });
  return rows;
}
