import type { ChartBucket, ChartModel, ChartSeries, ChartUnit } from "@/lib/kernel/chart-model";
import type { Formats } from "@/lib/kernel/format";
import { type ChartView, type Group, groupTitles, type Metric, metricTitles } from "../usage-choice";
import { bucketLabel, bucketPeriod, bucketRange, dayText } from "./bucket-text";
import { type Bucket, type BucketUnit, calendarOf, type Span } from "../buckets";
import { addUsage, measureUsage, type UsageRow } from "../usage-sums";
import { amountText, exactText, plotNumber } from "./amount-text";
import { breakdownColumns, listBreakdowns } from "./breakdown";
import { seriesColors } from "./series-color";
import { seriesId } from "./series-id";
import { unusualPeak } from "./unusual-peak";
import { shownValues } from "./shown-values";
import { type HourlyUsage, hourlyTrend } from "./trends";

const units: Readonly<Record<Metric, ChartUnit>> = {
  spend: "usd",
  tokens: "tokens",
  requests: "requests",
  errors: "requests",
};

export type ChartInput = {
  readonly rows: readonly UsageRow[];
  readonly span: Span;
  readonly unit: BucketUnit;
  readonly buckets: readonly Bucket[];
  readonly metric: Metric;
  readonly group: Group;
  readonly view?: ChartView;
  /** Display names of values, where they differ from the value itself (keys, apps). */
  readonly names: ReadonlyMap<string, string>;
  readonly ranks?: ReadonlyMap<string, number>;
  /** The period to compare with, by bucket, and how many buckets it has. */
  readonly compared?: { readonly rows: readonly UsageRow[]; readonly buckets: number };
  /** The same sums by hour, where the trend of each series has a point for each hour. */
  readonly hourly?: HourlyUsage | null;
  /** There can be no data before this moment. */
  readonly dataFrom?: Date | null;
  /** The address of the requests with a value of the group. */
  readonly requestsHref?: (value: string) => string | undefined;
  readonly formats: Formats;
};

/**
 * Prepares a chart of sums: the eight largest values and "Other", exact texts, and a summary sentence. Amounts are
 * bigint until the last step, where they become numbers only to position marks. A bucket without requests is a gap.
 */
export function chartModel(input: ChartInput): ChartModel {
  const { rows, metric, buckets, span, unit, formats } = input;
  const whole = measureUsage(addUsage(rows), metric);
  const perBucket = buckets.map((_, index) => rows.filter((row) => row.bucket === index));
  const parts = listParts(input, perBucket);
  const series = listSeries(input, whole, parts);
  const missing = missingBuckets(input);
  const amounts = perBucket.map((held) => (held.length === 0 ? null : measureUsage(addUsage(held), metric)));
  const totals = inView(amounts, input.view);
  return {
    title: `${metricTitles[metric]} by ${groupTitles[input.group]}`,
    finding: findingText(input, series, whole),
    unit: units[metric],
    kind: input.view === "lines" ? "lines" : "bars",
    zone: span.zone,
    buckets: buckets.map((bucket, index): ChartBucket => {
      const total = totals[index] ?? null;
      return {
        start: bucket.start.toISOString(),
        end: bucket.end.toISOString(),
        label: bucketLabel(bucket, unit, span.zone, formats),
        period: bucketPeriod(bucket, unit, span, formats),
        unfinished: bucket.isUnfinished,
        totalText: total === null ? null : exactText(total, metric, formats),
        range: bucketRange(bucket, unit, span),
      };
    }),
    series,
    totalText: amountText(whole, metric, formats),
    columns: breakdownColumns(metric),
    ...paceOf(input, whole, missing),
    ...peakOf(input, amounts, parts),
    emptyText: metric === "spend" ? "no spend" : `no ${metricTitles[metric].toLowerCase()}`,
    ...previousLine(input),
    ...(missing && { missing }),
  };
}

/** Compared as they are, also where the chart adds them up over the range. What "Other" stands for has no name. */
function peakOf(
  { buckets, metric, unit, span, formats }: ChartInput,
  amounts: readonly (bigint | null)[],
  parts: readonly Part[],
): Pick<ChartModel, "peak"> {
  const peak = unusualPeak({
    metric,
    unit,
    formats,
    amounts,
    parts: parts.filter(({ value }) => value !== null),
    nameOf: (index) => {
      const bucket = buckets[index];
      if (!bucket) return "";
      return unit === "day"
        ? bucketLabel(bucket, unit, span.zone, formats)
        : bucketPeriod(bucket, unit, span, formats);
    },
  });
  return peak ? { peak } : {};
}

const paces: Readonly<Record<BucketUnit, string>> = {
  "quarter-hour": "in 15 minutes",
  hour: "an hour",
  day: "a day",
  week: "a week",
  month: "a month",
};

/** The average of a bucket in which there could be data; none where it rounds to nothing. */
function paceOf(
  { buckets, metric, unit, formats }: ChartInput,
  whole: bigint,
  missing: ChartModel["missing"],
): Pick<ChartModel, "paceText"> {
  const average = whole / BigInt(Math.max(1, buckets.length - (missing?.buckets ?? 0)));
  return average === 0n ? {} : { paceText: `${amountText(average, metric, formats)} ${paces[unit]}` };
}

/** The display name of a value. An empty value means that the generation named no app or end user. */
export function valueName(value: string, group: Group, names: ReadonlyMap<string, string>): string {
  if (value === "") return group === "app" ? "No app" : "No end user";
  return names.get(value) ?? value;
}

/** Cumulative amounts carry on through buckets without data. */
function inView(
  amounts: readonly (bigint | null)[],
  view: ChartView | undefined,
): readonly (bigint | null)[] {
  if (view !== "cumulative") return amounts;
  let sum = 0n;
  return amounts.map((amount) => (sum += amount ?? 0n));
}

/** One value of the group, or all that are not shown by themselves. */
type Part = {
  /** Null for all that are not shown by themselves. */
  readonly value: string | null;
  readonly name: string;
  readonly color: ChartSeries["color"];
  readonly isPart: (row: UsageRow) => boolean;
  readonly requestsHref: string | undefined;
  /** The amount of each bucket, null without requests. */
  readonly amounts: readonly (bigint | null)[];
};

function listParts(input: ChartInput, perBucket: readonly (readonly UsageRow[])[]): readonly Part[] {
  const { rows, metric, group, names } = input;
  const shown = shownValues(rows, metric);
  const isShown = new Set<string | null>(shown);
  // A tail of one value needs no "Other": the value itself is shown.
  const hasTail = rows.some((row) => !isShown.has(row.value));
  const colors = seriesColors(shown, input.ranks);
  const parts = [
    ...shown.map((value) => ({
      value,
      name: valueName(value, group, names),
      color: colors.get(value) ?? ("other" as const),
      isPart: (row: UsageRow) => row.value === value,
      requestsHref: input.requestsHref?.(value),
    })),
    ...(hasTail
      ? [
          {
            value: null,
            name: "Other",
            color: "other" as const,
            isPart: (row: UsageRow) => !isShown.has(row.value),
            requestsHref: undefined,
          },
        ]
      : []),
  ];
  return parts.map((part) => ({
    ...part,
    amounts: perBucket.map((held) =>
      held.length === 0 ? null : measureUsage(addUsage(held.filter(part.isPart)), metric),
    ),
  }));
}

function listSeries(input: ChartInput, whole: bigint, parts: readonly Part[]): ChartSeries[] {
  const { rows, metric, view, formats } = input;
  const breakdowns = listBreakdowns(
    parts.map(({ isPart, requestsHref, amounts }) => ({
      sums: addUsage(rows.filter(isPart)),
      trend: input.hourly
        ? hourlyTrend(input.hourly, isPart, metric)
        : amounts.map((part) => (part === null ? null : plotNumber(part, metric))),
      requestsHref,
    })),
    { metric, whole, formats },
  );
  return parts.map(({ value, name, color, amounts }, index): ChartSeries => {
    const drawn = inView(amounts, view);
    const breakdown = breakdowns[index];
    return {
      id: seriesId(value),
      value,
      name,
      color,
      values: drawn.map((part) => (part === null ? null : plotNumber(part, metric))),
      texts: drawn.map((part) => (part === null ? null : exactText(part, metric, formats))),
      sumText: breakdown?.sumText ?? "",
      ...(breakdown && { breakdown: breakdown.row }),
    };
  });
}

function previousLine({
  compared,
  buckets,
  metric,
  view,
  formats,
}: ChartInput): Pick<ChartModel, "previous"> {
  if (!compared) return {};
  const amounts = inView(
    buckets.map((_, index) =>
      index < compared.buckets
        ? measureUsage(addUsage(compared.rows.filter((row) => row.bucket === index)), metric)
        : null,
    ),
    view,
  );
  return {
    previous: {
      values: amounts.map((amount) => (amount === null ? null : plotNumber(amount, metric))),
      texts: amounts.map((amount) => (amount === null ? null : exactText(amount, metric, formats))),
    },
  };
}

function missingBuckets({ dataFrom, buckets, span, formats }: ChartInput): ChartModel["missing"] {
  const count = dataFrom ? buckets.filter(({ end }) => end <= dataFrom).length : 0;
  if (!dataFrom || count === 0 || count === buckets.length) return undefined;
  return { buckets: count, text: `No data before ${dayText(calendarOf(span), dataFrom, formats)}` };
}

function findingText(
  { metric, group, formats }: ChartInput,
  series: readonly ChartSeries[],
  whole: bigint,
): string {
  if (series.length === 0) return "No requests in this range.";
  const amount =
    metric === "spend"
      ? amountText(whole, metric, formats)
      : `${formats.count(whole)} ${metricTitles[metric].toLowerCase()}`;
  const first = series[0];
  if (!first || series.length === 1)
    return `${amount} total · only ${groupTitles[group]} ${first?.name ?? ""}`;
  return `${amount} total · top ${groupTitles[group]} ${first.name} (${first.breakdown?.shareText ?? "0%"})`;
}
