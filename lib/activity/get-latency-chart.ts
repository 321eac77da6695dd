import "server-only";
import { sqlPool } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { refreshUsage } from "./fold-usage";
import { readScope } from "./internal/read-scope";
import type { ActivityFilters } from "./rules/activity-filters";
import { type Bucket, bucketsOf } from "./rules/buckets";
import type { HistogramDay } from "./rules/charts/latency-model";
import { type ResolvedRange, resolveRange } from "./rules/resolve-range";

export type Latency = {
  readonly range: ResolvedRange;
  readonly buckets: readonly Bucket[];
  readonly histograms: readonly HistogramDay[];
};

/**
 * How long requests took, by day of the reporting zone, over the whole workspace. Null for members: the histograms
 * combine all keys, and a member sees only its own.
 */
export async function getLatencyChart(
  actor: Actor,
  filters: ActivityFilters,
  clock = systemClock,
): Promise<Latency | null> {
  if (!isAdmin(actor)) return null;
  await refreshUsage();
  const now = clock();
  const scope = await readScope(actor, now);
  const isShort = !filters.days && (filters.range === "1h" || filters.range === "24h");
  const days = { ...filters, zone: null, range: isShort ? ("7d" as const) : filters.range };
  const range = resolveRange(days, scope.calendar, now);
  const buckets = bucketsOf(range, range.unit === "hour" ? "day" : range.unit, now);
  const { rows } = await sqlPool().query<HistogramDay>(
    `SELECT h.measure, width_bucket(h.span_start, $2::timestamptz[]) - 1 AS "chartBucket", h.bucket, sum(h.requests)::bigint AS requests
       FROM usage_histograms h
      WHERE h.workspace_id = $1 AND h.measure = ANY ($5::text[]) AND h.span_start >= $3::timestamptz AND h.span_start < $4::timestamptz
      GROUP BY 1, 2, 3`,
    [
      actor.workspaceId,
      buckets.map(({ start }) => start),
      range.from,
      range.to,
      ["latency", "first_token", "throughput"],
    ],
  );
  return { range: range.unit === "hour" ? { ...range, unit: "day" } : range, buckets, histograms: rows };
}
