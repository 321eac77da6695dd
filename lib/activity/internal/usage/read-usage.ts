import "server-only";
import type { ActivityFilters } from "@/lib/activity/rules/activity-filters";
import type { Group } from "@/lib/activity/rules/usage-choice";
import { type Bucket, type BucketUnit, bucketsOf, type Span } from "@/lib/activity/rules/buckets";
import { isOnSpans } from "@/lib/activity/rules/resolve-range";
import { type UsageSource, usageSource } from "@/lib/activity/rules/usage-source";
import type { UsageRow } from "@/lib/activity/rules/usage-sums";
import { type GenerationFilter, idWindow } from "../generation-filter";
import type { ReadScope } from "../read-scope";
import { usageFromDays, usageFromDimensionDays } from "./usage-days";
import { usageFromQuarters } from "./usage-quarters";
import type { UsageQuestion } from "./usage-question";
import { usageFromRows } from "./usage-rows";

type UsageRead = {
  readonly scope: ReadScope;
  readonly filters: ActivityFilters;
  readonly filter: GenerationFilter;
  readonly span: Span;
  readonly unit: BucketUnit;
  readonly group: Group | null;
  readonly now: Date;
};

type UsageAnswer = {
  readonly source: UsageSource;
  readonly buckets: readonly Bucket[];
  readonly rows: readonly UsageRow[];
  /** True when part of the span lies before what the source keeps. */
  readonly isCut: boolean;
};

/** Picks the source that holds the combination asked for and reads the sums of a span, bucket by bucket. */
export async function readUsage({
  scope,
  filters,
  filter,
  span,
  unit,
  group,
  now,
}: UsageRead): Promise<UsageAnswer> {
  const buckets = bucketsOf(span, unit, now);
  const source = usageSource(filters, filter.keyIds !== null, group, {
    from: span.from,
    isOnSpans: isOnSpans(span, unit, scope.calendar, now),
    now,
  });
  const question: UsageQuestion = {
    group,
    metric: filters.metric,
    moments: { starts: buckets.map(({ start }) => start), from: span.from, to: span.to },
  };
  if (source !== "rows") {
    // Names of end users go with the rows, so that what one of them used is not known for longer.
    const isCut = filter.endUser !== null && span.from < scope.retentionFloor;
    return { source, buckets, rows: await readRollUp(source, filter, question), isCut };
  }
  const window = idWindow(span.from, span.to, scope.retentionFloor);
  const rows = window ? await usageFromRows(filter, window, question) : [];
  return { source, buckets, rows, isCut: span.from < scope.retentionFloor };
}

function readRollUp(
  source: Exclude<UsageSource, "rows">,
  filter: GenerationFilter,
  question: UsageQuestion,
): Promise<readonly UsageRow[]> {
  if (source === "days") return usageFromDays(filter, question);
  return source === "quarters"
    ? usageFromQuarters(filter, question)
    : usageFromDimensionDays(filter, question);
}
