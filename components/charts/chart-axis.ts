import type { ChartModel, ChartSeries, ChartUnit } from "@/lib/kernel/chart-model";
import { formatCompact } from "@/lib/kernel/format";

export const unitNames: Record<ChartUnit, string> = {
  usd: "US dollars",
  tokens: "Tokens",
  requests: "Requests",
  ms: "Milliseconds",
  percent: "Percent",
};

/** Text of an axis tick. Ticks are few and round, so the compact form is exact enough. */
export function tickText(unit: ChartUnit, value: number): string {
  if (unit === "usd")
    return value !== 0 && Math.abs(value) < 1
      ? `$${Number(value.toPrecision(3))}`
      : `$${formatCompact(value)}`;
  if (unit === "percent") return `${formatCompact(value)}%`;
  return formatCompact(value);
}

/** Height of the plot: the largest stack for bars, the largest value for lines. */
export function highestValue(model: ChartModel, shown: readonly ChartSeries[]): number {
  const heights = model.buckets.map((_, index) => {
    const values = shown.map((series) => series.values[index] ?? 0);
    return model.kind === "bars" ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
  });
  return Math.max(0, ...heights);
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
