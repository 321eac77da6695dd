import "server-only";
import { env } from "@/lib/config/env";
import { sqlPool } from "@/lib/db/client";
import { freeLimitReached, type Refusal } from "@/lib/gateway/rules/refusal";

/**
 * Counts a request to a free model against the workspace's day and minute (G5), or says which of them is full. One
 * statement, so that requests at the same time cannot pass the limit together. A request that fails later counts too.
 */
export async function countFreeRequest(workspaceId: string, now: Date): Promise<Refusal | null> {
  const { freeRequestsPerDay: perDay, freeRequestsPerMinute: perMinute } = env();
  if (perDay === 0) return freeLimitReached("day", perDay, now);
  if (perMinute === 0) return freeLimitReached("minute", perMinute, now);
  const { rows } = await sqlPool().query<{ period: "day" | "minute" }>(
    `insert into free_request_counts as counts (workspace_id, period, window_start, requests)
     values ($1, 'day', date_trunc('day', $2::timestamptz, 'UTC'), 1), ($1, 'minute', date_trunc('minute', $2::timestamptz), 1)
     on conflict (workspace_id, period, window_start) do update set requests = counts.requests + 1
       where counts.requests < case counts.period when 'day' then $3::int else $4::int end
     returning period`,
    [workspaceId, now, perDay, perMinute],
  );
  const counted = new Set(rows.map((row) => row.period));
  if (!counted.has("day")) return freeLimitReached("day", perDay, now);
  return counted.has("minute") ? null : freeLimitReached("minute", perMinute, now);
}
