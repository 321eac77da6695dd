import type { ChartModel } from "@/lib/kernel/chart-model";
import type { Formats } from "@/lib/kernel/format";
import type { Nanos } from "@/lib/kernel/money";
import { paths } from "@/lib/kernel/paths";
import { activityHref, type ActivityFilters, listChange } from "../activity-filters";
import type { Bucket } from "../buckets";
import type { ResolvedRange } from "../resolve-range";
import { changeText, measureUsage, type UsageRow, type UsageSums } from "../usage-sums";
import { type Metric, metricTitles } from "../usage-choice";
import { amountText, exactText } from "./amount-text";
import { chartModel } from "./chart-model";
import type { HourlyUsage } from "./trends";

/** The part of the sums that the views need; `getUsageChart` returns more. */
export type UsageView = {
  readonly range: ResolvedRange;
  readonly buckets: readonly Bucket[];
  readonly rows: readonly UsageRow[];
  readonly totals: UsageSums;
  readonly previous: UsageSums | null;
  readonly previousRows: readonly UsageRow[] | null;
  readonly previousBuckets: number;
  readonly names: ReadonlyMap<string, string>;
  readonly ranks: ReadonlyMap<string, number>;
  readonly hourly: HourlyUsage | null;
  readonly countedFrom: Date | null;
  readonly firstUsage: Date | null;
};

/** Where the list of requests begins on the activity page. */
export const requestsAnchor = "requests";

/** The main chart of the activity page. */
export function usageChartModel(usage: UsageView, filters: ActivityFilters, formats: Formats): ChartModel {
  const { group, metric, view, compares } = filters;
  const { range, previousRows, previousBuckets, countedFrom, firstUsage } = usage;
  return chartModel({
    ...usage,
    span: range,
    unit: range.unit,
    metric,
    group,
    view,
    compared: compares && previousRows ? { rows: previousRows, buckets: previousBuckets } : undefined,
    dataFrom: countedFrom && (!firstUsage || countedFrom > firstUsage) ? countedFrom : firstUsage,
    requestsHref: (value) => requestsHref(filters, value),
    formats,
  });
}

/** The page with only the requests of a value. None for requests that name no app or end user: no filter selects them. */
function requestsHref(filters: ActivityFilters, value: string): string | undefined {
  if (value === "") return undefined;
  const change =
    filters.group === "user"
      ? { endUser: value }
      : listChange(filters, filters.group, { values: [value], isExcluded: false });
  return `${activityHref(paths.activity, filters, change)}#${requestsAnchor}`;
}

/** One figure above the chart: the range's total, and its change against the previous period. */
export type UsageFigure = {
  readonly label: string;
  readonly value: string;
  readonly exact: string;
  /** "▲ 29.5%"; null when there is nothing to compare with. */
  readonly change: string | null;
  /** Up is bad for failures; anything else is neither good nor bad. */
  readonly tone: "neutral" | "positive" | "danger";
};

export function usageFigure(usage: UsageView, metric: Metric, formats: Formats): UsageFigure {
  if (metric === "errors") return failureFigure(usage, formats);
  const whole = measureUsage(usage.totals, metric);
  const change = usage.previous && changeText(whole, measureUsage(usage.previous, metric), formats);
  return {
    label: metricTitles[metric],
    value:
      metric === "spend" || whole < 100_000n
        ? amountText(whole, metric, formats)
        : formats.compact(Number(whole)),
    exact: exactText(whole, metric, formats),
    change: change && arrowText(change),
    tone: "neutral",
  };
}

/** What the month has cost so far, against the same days of the last one: a whole month would always be more. */
export function monthFigure(
  {
    thisMonthNanos,
    lastMonthSoFarNanos,
  }: { readonly thisMonthNanos: Nanos; readonly lastMonthSoFarNanos: Nanos },
  formats: Formats,
): Omit<UsageFigure, "label"> {
  const change = changeText(thisMonthNanos, lastMonthSoFarNanos, formats);
  return {
    value: amountText(thisMonthNanos, "spend", formats),
    exact: exactText(thisMonthNanos, "spend", formats),
    change: change && arrowText(change),
    tone: "neutral",
  };
}

function failureFigure({ totals, previous }: UsageView, formats: Formats): UsageFigure {
  const rate = failureRate(totals);
  const before = previous && failureRate(previous);
  const points = rate === null || before === null ? null : Math.round((rate - before) * 1_000) / 10;
  return {
    label: "Failed",
    value: rate === null ? "–" : formats.percent(rate),
    exact: `${formats.count(totals.errors)} of ${formats.count(totals.requests)} requests`,
    change:
      points === null || points === 0
        ? null
        : `${points > 0 ? "▲" : "▼"} ${formats.separated(Math.abs(points).toFixed(1))} pt`,
    tone: points === null || points === 0 ? "neutral" : points > 0 ? "danger" : "positive",
  };
}

function failureRate({ errors, requests }: UsageSums): number | null {
  return requests === 0n ? null : Number(errors) / Number(requests);
}

/** "+12.4%" becomes "▲ 12.4%", "−3.1%" becomes "▼ 3.1%". */
function arrowText(change: string): string {
  if (change.startsWith("+")) return `▲ ${change.slice(1)}`;
  return change.startsWith("−") ? `▼ ${change.slice(1)}` : change;
}
