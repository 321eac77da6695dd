import "server-only";
import { msPerDay } from "@/lib/kernel/clock";
import { lowestIdAt } from "@/lib/kernel/lowest-id";
import type { Tx } from "@/lib/db/client";
import { countMax } from "../rules/bounded-count";
import type { ContentRange } from "../rules/content-days";
import type { RemovedRows } from "../rules/removal";
import { contentKeptAfter } from "./kept-content";

/**
 * The ids that content of a range can have. An id begins with the arrival of the request, and content is stored once it
 * was answered: a day or two on both sides, since clocks differ and content may wait.
 */
export function idsInRange({ from, to }: ContentRange): { readonly low: string; readonly high: string } {
  const at = (date: Date, days: number) =>
    lowestIdAt(new Date(Math.max(0, date.getTime() + days * msPerDay)));
  return { low: at(from, -2), high: at(to, 1) };
}

/** Counts, and the moment up to which they hold: what is stored later is in none of them. */
export type CountedRange = RemovedRows & { readonly until: Date };

/**
 * Counts the kept content of a range of time, up to one past `countMax`. `countedAt` is when the page counted; older than
 * 15 minutes, or in the future, it counts as now. What was stored in the minute before may not have been in its count.
 */
export async function countInRange(
  tx: Pick<Tx, "$queryRaw">,
  workspaceId: string,
  { range, countedAt }: { readonly range: ContentRange; readonly countedAt: Date | null },
): Promise<CountedRange | null> {
  const after = await contentKeptAfter(workspaceId, tx);
  if (!after) return null;
  const { low, high } = idsInRange(range);
  const rows = await tx.$queryRaw<CountedRange[]>`
    with page as (
      select case when ${countedAt}::timestamptz between now() - interval '15 minutes' and now()
                  then ${countedAt}::timestamptz else now() end as counted
    ), kept as (
      select l.created_at, page.counted from page, prompt_logs l
       where l.workspace_id = ${workspaceId}::uuid and l.created_at > ${after}
         and l.created_at >= ${range.from} and l.created_at < least(${range.to}, now())
         and l.generation_id >= ${low}::uuid and l.generation_id < ${high}::uuid
       order by l.generation_id limit ${countMax + 1}
    )
    select count(*)::int as now, now() as until,
           (count(*) filter (where created_at < counted - interval '1 minute'))::int as certain
      from kept`;
  return rows[0] ?? null;
}
