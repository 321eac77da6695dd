import "server-only";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { refreshUsage } from "./fold-usage";
import { hasHistograms, readHistograms } from "./internal/performance/read-histograms";
import { readOutcomes } from "./internal/performance/read-outcomes";
import { readScope } from "./internal/read-scope";
import type { ActivityFilters } from "./rules/activity-filters";
import { type Bucket, bucketsOf } from "./rules/buckets";
import type { OutcomeCount } from "./rules/charts/failure-model";
import type { HistogramDay } from "./rules/charts/latency-model";
import { percentile } from "./rules/percentile";
import { type ResolvedRange, resolveRange } from "./rules/resolve-range";

export type Latency = {
  readonly range: ResolvedRange;
  readonly buckets: readonly Bucket[];
  readonly histograms: readonly HistogramDay[];
  /** Requests by status, from the rows that are kept. */
  readonly outcomes: readonly OutcomeCount[];
  /** Set when the range begins before rows are kept. */
  readonly countedFrom: Date | null;
};

/**
 * How long requests took and how many failed. Times of all requests of a workspace come from the histograms; with
 * filters, of hours, or of a member's own keys they are counted from the request rows, as are failures.
 */
export async function getLatencyChart(
  actor: Actor,
  filters: ActivityFilters,
  clock = systemClock,
): Promise<Latency> {
  await refreshUsage();
  const now = clock();
  const scope = await readScope(actor, now);
  const range = resolveRange(filters, scope.calendar, now);
  const buckets = bucketsOf(range, range.unit, now);
  const query = { scope, filters, span: range, unit: range.unit, buckets, now };
  const [histograms, outcomes] = await Promise.all([readHistograms(query), readOutcomes(query)]);
  const countedFrom = range.from < scope.retentionFloor ? scope.retentionFloor : null;
  return { range, buckets, histograms, outcomes, countedFrom };
}

/** More rows than this take longer to read than a figure is worth. */
const rowsMax = 200_000n;

export type LatencyFigure = {
  /** The time within which 95 of 100 requests were answered. Null: nothing was measured. */
  readonly p95Ms: number | null;
  readonly previousP95Ms: number | null;
};

/** The p95 of the range and of the previous period. Null when it would have to be counted from too many rows. */
export async function getLatencyFigure(
  actor: Actor,
  filters: ActivityFilters,
  { requests, clock = systemClock }: { readonly requests: bigint; readonly clock?: typeof systemClock },
): Promise<LatencyFigure | null> {
  const now = clock();
  const scope = await readScope(actor, now);
  const range = resolveRange(filters, scope.calendar, now);
  const query = {
    scope,
    filters,
    span: range,
    unit: range.unit,
    buckets: bucketsOf(range, range.unit, now),
    now,
  };
  if (!hasHistograms(query)) {
    if (requests > rowsMax || range.from < scope.retentionFloor) return null;
    return { p95Ms: p95(await readHistograms(query)), previousP95Ms: null };
  }
  const before = { ...query, span: range.previous, buckets: bucketsOf(range.previous, range.unit, now) };
  const [own, previous] = await Promise.all([
    readHistograms(query),
    hasHistograms(before) ? readHistograms(before) : [],
  ]);
  return { p95Ms: p95(own), previousP95Ms: p95(previous) };
}

function p95(histograms: readonly HistogramDay[]): number | null {
  const counts = histograms
    .filter(({ measure }) => measure === "latency")
    .map(({ bucket, requests }) => ({ bucket, count: Number(requests) }));
  return percentile("latency", counts, 0.95);
}
