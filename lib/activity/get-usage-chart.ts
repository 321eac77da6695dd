import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { refreshUsage } from "./fold-usage";
import { generationFilter } from "./internal/generation-filter";
import { type ReadScope, readScope } from "./internal/read-scope";
import { seriesRanks } from "./internal/series-ranks";
import { readUsage, sourceOf, type UsageRead } from "./internal/usage/read-usage";
import { valueNames } from "./internal/value-names";
import type { ActivityFilters } from "./rules/activity-filters";
import { type Bucket, bucketsOf, type Span } from "./rules/buckets";
import { shownValues } from "./rules/charts/shown-values";
import { hasHourlyTrend, type HourlyUsage } from "./rules/charts/trends";
import { requestSpan, type ResolvedRange, resolveRange } from "./rules/resolve-range";
import type { UsageSource } from "./rules/usage-source";
import { addUsage, noUsage, type UsageRow, type UsageSums } from "./rules/usage-sums";

/** Everything that the figures and the chart of the activity page show, from one set of rows. */
export type Usage = {
  readonly range: ResolvedRange;
  /** The part of the range whose requests are listed. */
  readonly listed: Span;
  readonly reportingZone: string;
  readonly buckets: readonly Bucket[];
  readonly rows: readonly UsageRow[];
  readonly totals: UsageSums;
  /** Sums of the previous period; null when data is not kept that far back. */
  readonly previous: UsageSums | null;
  /** The previous period by bucket, counted from its start. */
  readonly previousRows: readonly UsageRow[] | null;
  readonly previousBuckets: number;
  readonly names: ReadonlyMap<string, string>;
  /** The rank of each value of the chart, which decides its color. */
  readonly ranks: ReadonlyMap<string, number>;
  /** The sums of a short range by hour; null for others, and where they would have to be counted from rows. */
  readonly hourly: HourlyUsage | null;
  readonly source: UsageSource;
  /** Set when the sums had to be counted from request rows, which are kept only since this moment. */
  readonly countedFrom: Date | null;
  /** The start of the stored bucket of the first request that the actor may see. Null: there was none yet. */
  readonly firstUsage: Date | null;
};

/**
 * Spend, tokens and requests over the range, split by the group of the filters. Sums come from roll-ups wherever those
 * store the requested combination; they equal feed, export and ledger to the nano-dollar.
 */
export async function getUsageChart(
  actor: Actor,
  filters: ActivityFilters,
  clock = systemClock,
): Promise<Usage> {
  await refreshUsage();
  const now = clock();
  const scope = await readScope(actor, now);
  const range = resolveRange(filters, scope.calendar, now);
  const shared = { scope, filters, filter: generationFilter(scope, filters), unit: range.unit, now };
  const read = { ...shared, span: range, group: filters.group };
  const [current, hourly, before, firstUsage] = await Promise.all([
    readUsage(read),
    readHourly(read),
    readUsage({ ...shared, span: range.previous, group: null, isWholeOnly: true }),
    readFirstUsage(scope),
  ]);
  const values = [...new Set(current.rows.map(({ value }) => value))];
  const [names, ranks] = await Promise.all([
    valueNames(scope.workspaceId, filters.group, values),
    seriesRanks(scope.workspaceId, filters.group, shownValues(current.rows, filters.metric)),
  ]);
  const hasPrevious = !before.isCut && firstUsage !== null && firstUsage < range.from;
  return {
    range,
    listed: requestSpan(filters, range, now),
    reportingZone: scope.reportingZone,
    buckets: current.buckets,
    rows: current.rows,
    totals: addUsage(current.rows),
    previous: hasPrevious ? addUsage(before.rows) : null,
    previousRows: hasPrevious ? before.rows : null,
    previousBuckets: before.buckets.length,
    names,
    ranks,
    hourly,
    source: current.source,
    countedFrom: current.isCut ? scope.retentionFloor : null,
    firstUsage,
  };
}

async function readHourly(read: UsageRead): Promise<HourlyUsage | null> {
  const { span, unit, now } = read;
  if (!hasHourlyTrend(unit, bucketsOf(span, unit, now))) return null;
  const byHour = { ...read, unit: "hour" as const };
  if (sourceOf(byHour) !== "quarter_hours") return null;
  const { rows, buckets } = await readUsage(byHour);
  return { rows, hours: buckets.filter(({ start }) => start <= now).length };
}

async function readFirstUsage(scope: ReadScope): Promise<Date | null> {
  const { rows } = await sqlPool().query<{ first: Date | null }>(
    `SELECT min(d.span_start) AS first FROM usage_days d
      WHERE d.workspace_id = $1 AND ($2::uuid[] IS NULL OR d.key_id = ANY ($2::uuid[]))`,
    [scope.workspaceId, scope.ownKeyIds],
  );
  return rows[0]?.first ?? null;
}

/** The range of the filters without any sums, for a page whose sums could not be read. */
export async function getEmptyUsage(
  actor: Actor,
  filters: ActivityFilters,
  clock = systemClock,
): Promise<Usage> {
  const now = clock();
  const scope = await readScope(actor, now);
  const range = resolveRange(filters, scope.calendar, now);
  return {
    range,
    listed: requestSpan(filters, range, now),
    reportingZone: scope.reportingZone,
    buckets: [],
    rows: [],
    totals: noUsage,
    previous: null,
    previousRows: null,
    previousBuckets: 0,
    names: new Map(),
    ranks: new Map(),
    hourly: null,
    source: "days",
    countedFrom: null,
    firstUsage: null,
  };
}
