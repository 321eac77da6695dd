import "server-only";
import { LRUCache } from "lru-cache";
import { env } from "@/lib/config/env";
import { quickQuery } from "@/lib/db/quick-query";
import { inTurn } from "@/lib/kernel/in-turn";
import { type FreePeriod, freeWindow } from "@/lib/gateway/rules/free-window";
import { freeLimitReached, type ApiError } from "@/lib/gateway/rules/api-error";

/** All requests of a workspace update the same two rows, and a burst of them must not take every connection. */
const turns = inTurn();

/**
 * Workspaces whose window is full, until it ends. Counts only grow, so the database need not be asked again before
 * that.
 */
const full = new LRUCache<string, { period: FreePeriod; untilMs: number }>({ max: 10_000 });

/** The error that `countFreeRequest` would certainly return, without asking the database. */
export function knownFreeLimitError(workspaceId: string, now: Date): ApiError | null {
  const known = full.get(workspaceId);
  if (!known || known.untilMs <= now.getTime()) return null;
  return freeLimitReached(known.period, limitOf(known.period), now);
}

/**
 * Counts a request to a free model that is about to be sent against the workspace's minute and day. Returns the error
 * if one of them is full. It is one statement, so that concurrent requests cannot pass a limit together. The day is
 * counted only if the minute was, so that rejected requests do not use up the day. A request that fails later still
 * counts. A request that waits for its turn counts in the window in which its turn comes.
 */
export function countFreeRequest(workspaceId: string): Promise<ApiError | null> {
  return turns.run(workspaceId, () => countOne(workspaceId, new Date()));
}

async function countOne(workspaceId: string, now: Date): Promise<ApiError | null> {
  const known = knownFreeLimitError(workspaceId, now);
  if (known) return known;
  if (limitOf("day") === 0) return freeLimitReached("day", 0, now);
  if (limitOf("minute") === 0) return freeLimitReached("minute", 0, now);
  const { rows } = await quickQuery<{ minute: boolean; day: boolean }>("count_free_request", statement, [
    workspaceId,
    freeWindow("minute", now).start,
    limitOf("minute"),
    freeWindow("day", now).start,
    limitOf("day"),
  ]);
  const counted = rows[0];
  if (counted?.day) return null;
  const period = counted?.minute ? "day" : "minute";
  full.set(workspaceId, { period, untilMs: freeWindow(period, now).end.getTime() });
  return freeLimitReached(period, limitOf(period), now);
}

function limitOf(period: FreePeriod): number {
  return period === "day" ? env().freeRequestsPerDay : env().freeRequestsPerMinute;
}

const statement = `
  with counted_minute as (
    insert into free_request_counts as counts (workspace_id, period, window_start, requests)
    values ($1, 'minute', $2::timestamptz, 1)
    on conflict (workspace_id, period, window_start) do update set requests = counts.requests + 1
      where counts.requests < $3::int
    returning 1
  ), counted_day as (
    insert into free_request_counts as counts (workspace_id, period, window_start, requests)
    select $1, 'day', $4::timestamptz, 1 from counted_minute
    on conflict (workspace_id, period, window_start) do update set requests = counts.requests + 1
      where counts.requests < $5::int
    returning 1
  )
  select exists (select from counted_minute) as minute, exists (select from counted_day) as day`;
