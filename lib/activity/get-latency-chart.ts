import "server-only";
import { catalog } from "@/lib/catalog/catalog";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { refreshUsage } from "./fold-usage";
import { measuredRowsMax } from "./internal/performance/newest-rows";
import { hasHistograms, readHistograms } from "./internal/performance/read-histograms";
import { readOutcomes } from "./internal/performance/read-outcomes";
import { readSpeeds, speedRowsMax } from "./internal/performance/read-speeds";
import { readScope } from "./internal/read-scope";
import { seriesRanks } from "./internal/series-ranks";
import type { ActivityFilters } from "./rules/activity-filters";
import { type Bucket, bucketsOf } from "./rules/buckets";
import type { OutcomeCount } from "./rules/charts/failure-model";
import type { HistogramDay } from "./rules/charts/latency-model";
import { type ProviderSpeed, shownProviders } from "./rules/charts/provider-model";
import { percentile } from "./rules/percentile";
import { type ResolvedRange, resolveRange } from "./rules/resolve-range";

export type Latency = {
  readonly range: ResolvedRange;
  readonly buckets: readonly Bucket[];
  readonly histograms: readonly HistogramDay[];
  /** Requests by status, from the rows that are kept. */
  readonly outcomes: readonly OutcomeCount[];
  /** Throughput by provider, from the newest of the rows that are kept. */
  readonly providers: {
    readonly speeds: readonly ProviderSpeed[];
    readonly names: ReadonlyMap<string, string>;
    readonly ranks: ReadonlyMap<string, number>;
    /** Set when there are more requests than were read. */
    readonly newest: number | null;
  };
  /** Set when the range begins before rows are kept. */
  readonly countedFrom: Date | null;
  /** Set when there are more requests than are read: how many of the newest ones failures were counted from. */
  readonly newest: { readonly requests: number; readonly includesTimes: boolean } | null;
};

/**
 * How long requests took and how many failed. Times of all requests of a workspace come from the histograms; with
 * filters, of hours, or of a member's own keys they are counted from the request rows, as are failures: from the newest
 * ones, when there are more than `rowsMax`. Throughput by provider is always read from rows, from fewer of them.
 */
export async function getLatencyChart(
  actor: Actor,
  filters: ActivityFilters,
  clock = systemClock,
  rowsMax = measuredRowsMax,
): Promise<Latency> {
  await refreshUsage();
  const now = clock();
  const scope = await readScope(actor, now);
  const range = resolveRange(filters, scope.calendar, now);
  const buckets = bucketsOf(range, range.unit, now);
  const query = { scope, filters, span: range, unit: range.unit, buckets, now, rowsMax };
  const [histograms, outcomes, speeds] = await Promise.all([
    readHistograms(query),
    readOutcomes(query),
    readSpeeds(query),
  ]);
  const countedFrom = range.from < scope.retentionFloor ? scope.retentionFloor : null;
  const counted = outcomes.reduce((sum, { requests }) => sum + requests, 0n);
  const newest =
    counted < BigInt(rowsMax) ? null : { requests: rowsMax, includesTimes: !hasHistograms(query) };
  const ofSpeeds = Math.min(rowsMax, speedRowsMax);
  const providers = {
    speeds,
    names: new Map([...catalog().providerBySlug].map(([slug, { name }]) => [slug, name])),
    ranks: await seriesRanks(scope.workspaceId, "provider", shownProviders(speeds)),
    newest: counted < BigInt(ofSpeeds) ? null : ofSpeeds,
  };
  return { range, buckets, histograms, outcomes, providers, countedFrom, newest };
}

export type LatencyFigure = {
  /** The time within which 95 of 100 requests were answered. Null: nothing was measured. */
  readonly p95Ms: number | null;
  readonly previousP95Ms: number | null;
  /** Why nothing was measured although there may be requests: they are too many to count, or not all stored. */
  readonly unmeasured: "too_many" | "not_stored" | null;
};

type FigureOptions = {
  /** How many requests match. */
  readonly requests: bigint;
  /** The chart of the same filters when it is read too, so that the same rows are not counted twice. */
  readonly chart?: Promise<Latency> | null;
  readonly clock?: typeof systemClock;
};

/** The p95 of the range and of the previous period. Not measured when it would have to be counted from too many rows. */
export async function getLatencyFigure(
  actor: Actor,
  filters: ActivityFilters,
  { requests, chart = null, clock = systemClock }: FigureOptions,
): Promise<LatencyFigure> {
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
    rowsMax: measuredRowsMax,
  };
  if (!hasHistograms(query)) {
    if (range.from < scope.retentionFloor) return notMeasured("not_stored");
    if (requests > BigInt(measuredRowsMax)) return notMeasured("too_many");
    const histograms = chart ? (await chart).histograms : await readHistograms(query);
    return { p95Ms: p95(histograms), previousP95Ms: null, unmeasured: null };
  }
  const before = { ...query, span: range.previous, buckets: bucketsOf(range.previous, range.unit, now) };
  const [own, previous] = await Promise.all([
    readHistograms(query),
    hasHistograms(before) ? readHistograms(before) : [],
  ]);
  return { p95Ms: p95(own), previousP95Ms: p95(previous), unmeasured: null };
}

function notMeasured(unmeasured: LatencyFigure["unmeasured"]): LatencyFigure {
  return { p95Ms: null, previousP95Ms: null, unmeasured };
}

function p95(histograms: readonly HistogramDay[]): number | null {
  const counts = histograms
    .filter(({ measure }) => measure === "latency")
    .map(({ bucket, requests }) => ({ bucket, count: Number(requests) }));
  return percentile("latency", counts, 0.95);
}
