import type { ChartModel } from "@/lib/kernel/chart-model";
import type { ActivityFilters } from "../activity-filters";
import type { Bucket } from "../buckets";
import type { ResolvedRange } from "../resolve-range";
import { addUsage, changeText, measureUsage, type UsageRow, type UsageSums } from "../usage-sums";
import { type Metric, metricTitles } from "../usage-choice";
import { amountText, chartModel, exactText, plotNumber } from "./chart-model";

/** The part of the sums that the views need; `getUsageChart` returns more. */
export type UsageView = {
  readonly range: ResolvedRange;
  readonly buckets: readonly Bucket[];
  readonly rows: readonly UsageRow[];
  readonly totals: UsageSums;
  readonly previous: UsageSums | null;
  readonly names: ReadonlyMap<string, string>;
};

/** The main chart of the activity page. */
export function usageChartModel(
  usage: UsageView,
  filters: Pick<ActivityFilters, "metric" | "group">,
): ChartModel {
  return chartModel({
    ...usage,
    span: usage.range,
    unit: usage.range.unit,
    metric: filters.metric,
    group: filters.group,
  });
}

/** One card of the activity page: the range's total, the previous total, and the trend. */
export type UsageFigure = {
  readonly metric: Metric;
  readonly label: string;
  readonly value: string;
  readonly exact: string;
  readonly change: string;
  readonly course: readonly (number | null)[];
};

export function usageFigure(usage: UsageView, metric: Metric): UsageFigure {
  const whole = measureUsage(usage.totals, metric);
  const change = usage.previous && changeText(whole, measureUsage(usage.previous, metric));
  return {
    metric,
    label: metricTitles[metric],
    value: amountText(whole, metric),
    exact: exactText(whole, metric),
    change: change ? `${change} vs. previous period` : "No data for the previous period",
    // The unfinished bucket would look like a drop.
    course: usage.buckets.map((bucket, index) =>
      bucket.isUnfinished
        ? null
        : plotNumber(
            measureUsage(addUsage(usage.rows.filter((row) => row.bucket === index)), metric),
            metric,
          ),
    ),
  };
}
