import type { ChartBucket, ChartModel, ChartSeries, ChartUnit, SeriesColor } from "@/lib/kernel/chart-model";
import { formatCount } from "@/lib/kernel/format";
import { dollarsNumber, formatDollars } from "@/lib/kernel/money";
import { type Group, groupTitles, type Metric, metricTitles } from "../usage-choice";
import { bucketPeriod, bucketLabel } from "./bucket-text";
import type { Bucket, BucketUnit, Span } from "../buckets";
import { seriesColors } from "./series-color";
import { addUsage, measureUsage, shareText, type UsageRow } from "../usage-sums";

const seriesMax = 8;
const otherId = "other";

const units: Readonly<Record<Metric, ChartUnit>> = { spend: "usd", tokens: "tokens", requests: "requests" };

export type ChartInput = {
  readonly rows: readonly UsageRow[];
  readonly span: Span;
  readonly unit: BucketUnit;
  readonly buckets: readonly Bucket[];
  readonly metric: Metric;
  readonly group: Group;
  /** Display names of values, where they differ from the value itself (keys, apps). */
  readonly names: ReadonlyMap<string, string>;
};

/**
 * Prepares a chart of sums: the eight largest values and "Other", exact texts, and a summary sentence. Amounts are
 * bigint until the last step, where they become numbers only to position marks. A bucket without requests is a gap.
 */
export function chartModel(input: ChartInput): ChartModel {
  const { rows, metric, buckets, span, unit } = input;
  const whole = measureUsage(addUsage(rows), metric);
  const perBucket = buckets.map((_, index) => rows.filter((row) => row.bucket === index));
  const series = listSeries(input, whole, perBucket);
  return {
    title: `${metricTitles[metric]} by ${groupTitles[input.group]}`,
    finding: findingText(input, series, whole),
    unit: units[metric],
    kind: "bars",
    zone: span.zone,
    buckets: buckets.map((bucket, index): ChartBucket => {
      const held = perBucket[index] ?? [];
      return {
        start: bucket.start.toISOString(),
        end: bucket.end.toISOString(),
        label: bucketLabel(bucket, unit, span.zone),
        period: bucketPeriod(bucket, unit, span),
        unfinished: bucket.isUnfinished,
        totalText: held.length === 0 ? null : exactText(measureUsage(addUsage(held), metric), metric),
      };
    }),
    series,
    totalText: amountText(whole, metric),
  };
}

/** A rounded amount for people: "$1.20" or "1,204". */
export function amountText(amount: bigint, metric: Metric): string {
  return metric === "spend" ? formatDollars(amount) : formatCount(amount);
}

/** The exact amount with all digits: "$1.204311". */
export function exactText(amount: bigint, metric: Metric): string {
  return metric === "spend" ? formatDollars(amount, { exact: true }) : formatCount(amount);
}

/** A number that positions a mark on the screen. Never use it for arithmetic or text. */
export function plotNumber(amount: bigint, metric: Metric): number {
  return metric === "spend" ? dollarsNumber(amount) : Number(amount);
}

/** The display name of a value. An empty value means that the generation named no app or end user. */
export function valueName(value: string, group: Group, names: ReadonlyMap<string, string>): string {
  if (value === "") return group === "app" ? "No app" : "No end user";
  return names.get(value) ?? value;
}

function listSeries(
  input: ChartInput,
  whole: bigint,
  perBucket: readonly (readonly UsageRow[])[],
): ChartSeries[] {
  const { rows, metric, group, names } = input;
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    if (row.value !== null) sums.set(row.value, (sums.get(row.value) ?? 0n) + measureUsage(row, metric));
  }
  const ranked = [...sums].toSorted(([leftId, left], [rightId, right]) =>
    left === right ? (leftId < rightId ? -1 : 1) : left > right ? -1 : 1,
  );
  // A tail of one value needs no "Other": the value itself is shown.
  const hasTail = ranked.length > seriesMax || rows.some((row) => row.value === null);
  const shown = ranked.slice(0, seriesMax).map(([value]) => value);
  const colors = seriesColors(shown);
  const one = (
    id: string,
    name: string,
    color: SeriesColor,
    isPart: (row: UsageRow) => boolean,
  ): ChartSeries => {
    const parts = perBucket.map((held) =>
      held.length === 0 ? null : measureUsage(addUsage(held.filter(isPart)), metric),
    );
    const sum = parts.reduce<bigint>((total, part) => total + (part ?? 0n), 0n);
    const share = shareText(sum, whole);
    const filled = BigInt(Math.max(1, parts.filter((part) => part !== null).length));
    return {
      id,
      name,
      color,
      values: parts.map((part) => (part === null ? null : plotNumber(part, metric))),
      texts: parts.map((part) => (part === null ? null : exactText(part, metric))),
      sumText: amountText(sum, metric),
      averageText: amountText(sum / filled, metric),
      ...(share === null ? {} : { shareText: share }),
    };
  };
  const series = shown.map((value) =>
    one(
      `value:${value}`,
      valueName(value, group, names),
      colors.get(value) ?? "other",
      (row) => row.value === value,
    ),
  );
  const isShown = new Set<string | null>(shown);
  return hasTail ? [...series, one(otherId, "Other", "other", (row) => !isShown.has(row.value))] : series;
}

function findingText({ metric, group }: ChartInput, series: readonly ChartSeries[], whole: bigint): string {
  if (series.length === 0) return "No requests in this range.";
  const amount = metric === "spend" ? amountText(whole, metric) : `${amountText(whole, metric)} ${metric}`;
  const first = series[0];
  if (!first || series.length === 1)
    return `${amount} total · only ${groupTitles[group]} ${first?.name ?? ""}`;
  return `${amount} total · top ${groupTitles[group]} ${first.name} (${first.shareText ?? "0%"})`;
}
