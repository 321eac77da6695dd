import type { Bucket, BucketUnit } from "../buckets";
import { measureUsage, type UsageRow } from "../usage-sums";
import type { Metric } from "../usage-choice";

/** A range of up to so many days has points for each hour; a handful of days would be a handful of points. */
const hourlyDaysMax = 7;

/** The sums of a range by hour, for the small lines of the breakdown. */
export type HourlyUsage = {
  readonly rows: readonly UsageRow[];
  /** How many hours have begun. */
  readonly hours: number;
};

/** True when the trend of a chart with these buckets is read by hour. */
export function hasHourlyTrend(unit: BucketUnit, buckets: readonly Bucket[]): boolean {
  return unit === "day" && buckets.length <= hourlyDaysMax;
}

/** Values from 0 to 100: so many points need no more than a position on a line of 24 pixels. */
const highest = 100n;

/** A value for each hour, relative to the largest one. An hour without requests is zero. */
export function hourlyTrend(
  { rows, hours }: HourlyUsage,
  isPart: (row: UsageRow) => boolean,
  metric: Metric,
): readonly number[] {
  const sums = Array.from({ length: hours }, () => 0n);
  for (const row of rows) {
    if (row.bucket < hours && isPart(row))
      sums[row.bucket] = (sums[row.bucket] ?? 0n) + measureUsage(row, metric);
  }
  const largest = sums.reduce((most, sum) => (sum > most ? sum : most), 0n);
  return sums.map((sum) => (largest === 0n ? 0 : Number((sum * highest + largest - 1n) / largest)));
}
