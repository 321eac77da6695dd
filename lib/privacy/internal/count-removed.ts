import "server-only";
import type { Tx } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { lowestIdAt } from "@/lib/kernel/lowest-id";
import type { Retention } from "@/lib/kernel/privacy-settings";
import { countMax } from "../rules/bounded-count";
import { retentionDays } from "../rules/privacy-settings";
import type { RemovedRows } from "../rules/removal";

type ChangedRetention = {
  readonly workspaceId: string;
  readonly from: Retention;
  readonly to: Retention;
  /** When the page counted. Older than 15 minutes, or in the future, it counts as now. */
  readonly countedAt: Date | null;
};

/**
 * Counts the rows that a shorter retention removes. A row is dated when its request began and is recorded when it ends,
 * so only rows that began 20 minutes before the page's count were certainly in it.
 */
export async function countRemoved(
  tx: Pick<Tx, "$queryRaw">,
  change: ChangedRetention,
): Promise<RemovedRows> {
  const { workspaceId, countedAt } = change;
  const [shown, kept] = [retentionDays[change.from], retentionDays[change.to]];
  // Ids begin with the moment that a request began, so these bounds end the scan where the removed rows end. A day on
  // both sides: the clock of this process may differ from the database's, which decides.
  const idAt = (days: number) => lowestIdAt(new Date(Date.now() - days * msPerDay));
  const rows = await tx.$queryRaw<RemovedRows[]>`
    with page as (
      select case when ${countedAt}::timestamptz between now() - interval '15 minutes' and now()
                  then ${countedAt}::timestamptz else now() end as counted
    ), removed as (
      select g.created_at, page.counted from page, generations g
       where g.workspace_id = ${workspaceId}::uuid
         and g.created_at >= greatest(
           page.counted - make_interval(days => ${shown}::int),
           (select removed_before from privacy_settings where workspace_id = ${workspaceId}::uuid))
         and g.created_at < now() - make_interval(days => ${kept}::int)
         and g.id >= ${idAt(shown + 2)}::uuid and g.id < ${idAt(kept - 1)}::uuid
       order by g.id limit ${countMax + 1}
    )
    select count(*)::int as now,
           (count(*) filter (where created_at < counted - make_interval(days => ${kept}::int) - interval '20 minutes'))::int
             as certain
      from removed`;
  return rows[0] ?? { certain: 0, now: 0 };
}
