import "server-only";
import { sqlPool } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import type { Nanos } from "@/lib/kernel/money";
import { refreshUsage } from "./fold-usage";

/**
 * Spend per UTC day of keys of a workspace, oldest day first and today last, by key id. Keys without spend in these days
 * are absent.
 */
export async function listKeySpend(
  workspaceId: string,
  { keyIds, days, now = new Date() }: { keyIds: readonly string[]; days: number; now?: Date },
): Promise<ReadonlyMap<string, readonly Nanos[]>> {
  if (keyIds.length === 0) return new Map();
  await refreshUsage();
  const today = Math.floor(now.getTime() / msPerDay);
  const { rows } = await sqlPool().query<{ keyId: string; day: number; costNanos: Nanos }>(
    `select u.key_id as "keyId", ((u.span_start at time zone 'UTC')::date - date '1970-01-01') as day,
            sum(u.cost_nanos)::bigint as "costNanos"
       from usage_days u
      where u.workspace_id = $1 and u.key_id = any($2::uuid[])
        and u.span_start >= to_timestamp($3::bigint * 86400)
      group by 1, 2`,
    [workspaceId, keyIds, today - days + 1],
  );
  const spend = new Map<string, Nanos[]>();
  for (const { keyId, day, costNanos } of rows) {
    const index = day - (today - days + 1);
    if (index < 0 || index >= days) continue;
    const sums = spend.get(keyId) ?? Array.from({ length: days }, () => 0n);
    sums[index] = (sums[index] ?? 0n) + costNanos;
    spend.set(keyId, sums);
  }
  return spend;
}
