import type { ChartModel, ChartSeries, ChartUnit } from "@/lib/kernel/chart-model";
import type { Formats } from "@/lib/kernel/format";

export const unitNames: Record<ChartUnit, string> = {
  usd: "US dollars",
  tokens: "Tokens",
  requests: "Requests",
  ms: "Time",
  percent: "Percent of requests",
  tokens_per_second: "Tokens per second",
};

/**
 * The labels of an axis. Ticks are few and round, so the compact form is exact enough. All of them have the same
 * decimals: "$2.50" and "$5.00", never "$2.5" and "$5".
 */
export function tickTexts(unit: ChartUnit, ticks: readonly number[], formats: Formats): readonly string[] {
  if (unit === "usd") return dollarTexts(ticks, formats);
  if (unit === "percent") return ticks.map((tick) => `${formats.compact(tick)}%`);
  if (unit !== "ms") return ticks.map((tick) => formats.compact(tick));
  const isSeconds = (ticks.at(-1) ?? 0) >= 1_000;
  return ticks.map((tick) => {
    if (tick === 0) return "0";
    return isSeconds ? `${formats.compact(tick / 1_000)} s` : `${formats.compact(tick)} ms`;
  });
}

function dollarTexts(ticks: readonly number[], formats: Formats): readonly string[] {
  if ((ticks.at(-1) ?? 0) >= 1_000) return ticks.map((tick) => `$${formats.compact(tick)}`);
  const longest = Math.max(...ticks.map((tick) => decimalsOf(tick)));
  const decimals = longest === 0 ? 0 : Math.max(2, longest);
  return ticks.map((tick) => (tick === 0 ? "$0" : formats.separated(`$${tick.toFixed(decimals)}`)));
}

/** Decimals of a round number, at most nine. */
function decimalsOf(value: number): number {
  const text = value.toFixed(9).replace(/0+$/, "");
  return text.length - text.indexOf(".") - 1;
}

/** Width of the labels beside the plot in pixels, from the longest one, at 12 px type with digits of equal width. */
export function axisWidth(texts: readonly string[]): number {
  return Math.max(36, ...texts.map((text) => Math.ceil(text.length * 7) + 12));
}

/** The same for a chart with these of its series. */
export function labelWidthOf(model: ChartModel, shown: readonly ChartSeries[], formats: Formats): number {
  return axisWidth(tickTexts(model.unit, roundTicks(highestValue(model, shown), model.unit), formats));
}

/** Height of the plot: the largest stack for bars, the largest value for lines; and the previous period's highest. */
export function highestValue(model: ChartModel, shown: readonly ChartSeries[]): number {
  const heights = model.buckets.map((_, index) => {
    const values = shown.map((series) => series.values[index] ?? 0);
    return model.kind === "bars" ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
  });
  const isAll = shown.length === model.series.length;
  return Math.max(0, ...heights, ...(isAll ? (previousValues(model) ?? []) : []));
}

/** The previous period as numbers; null where the chart does not compare, or draws a line for each series. */
export function previousValues(model: ChartModel): readonly number[] | null {
  if (!model.previous || model.kind === "lines") return null;
  return model.previous.values.map((value) => value ?? 0);
}

const steps = [1, 2, 2.5, 5, 10];

/** Four or five round ticks from zero to at least `highest`; whole numbers for counted units. */
export function roundTicks(highest: number, unit: ChartUnit): readonly number[] {
  const isCounted = unit === "tokens" || unit === "requests";
  if (highest <= 0) return isCounted ? [0, 1] : [0, unit === "percent" ? 100 : 1];
  const rough = highest / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const fitting =
    steps.map((one) => one * magnitude).find((one) => one >= rough * 0.999_999) ?? magnitude * 10;
  const step = isCounted ? Math.max(1, Math.ceil(fitting)) : fitting;
  const count = Math.max(1, Math.ceil(highest / step - 1e-9));
  // Multiplied and rounded rather than added up: adding 0.1 three times is not 0.3.
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}
