import "server-only";
import type { ActivityFilters } from "@/lib/activity/rules/activity-filters";
import type { Group } from "@/lib/activity/rules/usage-choice";
import { type Bucket, type BucketUnit, bucketsOf, type Span } from "@/lib/activity/rules/buckets";
import { isOnStoredBuckets } from "@/lib/activity/rules/resolve-range";
import { type UsageSource, usageSource } from "@/lib/activity/rules/usage-source";
import type { UsageRow } from "@/lib/activity/rules/usage-sums";
import { type GenerationFilter, idWindow } from "../generation-filter";
import type { ReadScope } from "../read-scope";
import { usageFromDays, usageFromDimensionDays } from "./usage-days";
import { usageFromQuarterHours } from "./usage-quarter-hours";
import type { UsageQuery } from "./usage-query";
import { usageFromRows } from "./usage-rows";

export type UsageRead = {
  readonly scope: ReadScope;
  readonly filters: ActivityFilters;
  readonly filter: GenerationFilter;
  readonly span: Span;
  readonly unit: BucketUnit;
  readonly group: Group | null;
  readonly now: Date;
  /** True when sums of only a part of the span are of no use: nothing is then read if it is cut. */
  readonly isWholeOnly?: boolean;
};

type UsageResult = {
  readonly source: UsageSource;
  readonly buckets: readonly Bucket[];
  readonly rows: readonly UsageRow[];
  /** True when part of the span is older than the data that the source keeps. */
  readonly isCut: boolean;
};

/** The source that stores the requested combination. */
export function sourceOf({ scope, filters, filter, span, unit, group, now }: UsageRead): UsageSource {
  return usageSource(filters, filter.keyIds !== null, group, {
    from: span.from,
    isOnStoredBuckets: isOnStoredBuckets(span, unit, scope.calendar, now),
    now,
  });
}

/** Picks the source that stores the requested combination and reads the sums of a span, bucket by bucket. */
export async function readUsage(read: UsageRead): Promise<UsageResult> {
  const { scope, filters, filter, span, unit, group, now, isWholeOnly = false } = read;
  const buckets = bucketsOf(span, unit, now);
  const source = sourceOf(read);
  const query: UsageQuery = {
    group,
    metric: filters.metric,
    moments: { starts: buckets.map(({ start }) => start), from: span.from, to: span.to },
  };
  if (source !== "rows") {
    // End users' names are removed together with the rows, so that their usage is not known for longer.
    const isCut = filter.endUser !== null && span.from < scope.retentionFloor;
    return { source, buckets, rows: await readRollUp(source, filter, query), isCut };
  }
  const isCut = span.from < scope.retentionFloor;
  const window = isCut && isWholeOnly ? null : idWindow(span.from, span.to, scope.retentionFloor);
  const rows = window ? await usageFromRows(filter, window, query) : [];
  return { source, buckets, rows, isCut };
}

function readRollUp(
  source: Exclude<UsageSource, "rows">,
  filter: GenerationFilter,
  query: UsageQuery,
): Promise<readonly UsageRow[]> {
  if (source === "days") return usageFromDays(filter, query);
  return source === "quarter_hours"
    ? usageFromQuarterHours(filter, query)
    : usageFromDimensionDays(filter, query);
}
