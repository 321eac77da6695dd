import "server-only";
import { LRUCache } from "lru-cache";
import { sqlPool } from "@/lib/db/client";
import { msPerDay, msPerHour } from "@/lib/kernel/clock";
import type { Nanos } from "@/lib/kernel/money";
import { unusualSpend, type UsualSpend } from "../rules/unusual-spend";

/** What is usual for a workspace, and for those of its keys that spent something in the history. */
export type WorkspaceUsual = {
  readonly whole: UsualSpend | null;
  readonly keys: ReadonlyMap<string, UsualSpend>;
};

/** Histories that one run reads; those of other workspaces are read by the next runs. */
const readMax = 100;
/** The history ends a day ago and moves slowly, so it is read again only after this long. */
const keptMs = msPerHour;
/** Most keys in memory, over all workspaces. */
const keysMax = 200_000;

type Kept = WorkspaceUsual & { readonly readAt: Date };
const kept = new LRUCache<string, Kept>({
  maxSize: keysMax,
  sizeCalculation: ({ keys }) => keys.size + 1,
});

/** Sums of hours by key, then their 95th percentile: of each key, and without one of the whole workspace. */
const statement = `
  with history as materialized (
    select workspace_id, value as key, date_trunc('hour', quarter_hour, 'UTC') as hour, sum(cost_nanos) as spent
      from usage_quarter_hours
     where workspace_id = any ($1::uuid[]) and dimension = 'key' and quarter_hour >= $2 and quarter_hour < $3
       and cost_nanos > 0
     group by workspace_id, value, 3)
  select workspace_id as "workspaceId", key, count(*)::int as hours,
         percentile_disc(0.95) within group (order by spent)::bigint as "p95Nanos"
    from history group by workspace_id, key
   union all
  select workspace_id, null, count(*)::int, percentile_disc(0.95) within group (order by spent)::bigint
    from (select workspace_id, hour, sum(spent) as spent from history group by workspace_id, hour) by_hour
   group by workspace_id`;

type Row = {
  readonly workspaceId: string;
  readonly key: string | null;
  readonly hours: number;
  readonly p95Nanos: Nanos;
};

/**
 * What is usual for these workspaces, from the 14 days that end a day before the hour that begins at `start`. A workspace
 * is missing when the run has read enough: the next run reads it.
 */
export async function usualOf(
  workspaceIds: readonly string[],
  { start, now }: { readonly start: Date; readonly now: Date },
): Promise<ReadonlyMap<string, WorkspaceUsual>> {
  const isCurrent = (one: Kept | undefined) =>
    one !== undefined && Math.abs(now.getTime() - one.readAt.getTime()) < keptMs;
  const missing = workspaceIds.filter((id) => !isCurrent(kept.get(id))).slice(0, readMax);
  if (missing.length > 0) await read(missing, { start, now });
  const current = workspaceIds.flatMap((id) => {
    const one = kept.get(id);
    return one && isCurrent(one) ? [[id, one] as const] : [];
  });
  return new Map(current);
}

async function read(ids: readonly string[], { start, now }: { start: Date; now: Date }): Promise<void> {
  const end = new Date(start.getTime() - unusualSpend.gapHours * msPerHour);
  const from = new Date(end.getTime() - unusualSpend.historyDays * msPerDay);
  const { rows } = await sqlPool().query<Row>(statement, [ids, from, end]);
  for (const id of ids) {
    const own = rows.filter(({ workspaceId }) => workspaceId === id);
    const keys = own.flatMap(({ key, ...usual }) => (key === null ? [] : [[key, usual] as const]));
    const whole = own.find(({ key }) => key === null) ?? null;
    kept.set(id, { whole, keys: new Map(keys), readAt: now });
  }
}
