import "server-only";
import { sqlPool } from "@/lib/db/client";
import { deleteInBatches } from "@/lib/db/delete-in-batches";
import { eventDays } from "./rules/event-names";

/** Deletes events past their time, by the database's clock. Run by a job; returns how many it deleted. */
export async function purgeEvents(): Promise<number> {
  const { rows } = await deleteInBatches(async (size) => {
    const { rowCount } = await sqlPool().query(
      `delete from interface_events where id = any (array(
         select id from interface_events where created_at < now() - make_interval(days => $1) limit $2))`,
      [eventDays, size],
    );
    return rowCount ?? 0;
  });
  return rows;
}
