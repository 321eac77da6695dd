import { formatCompact } from "@/lib/kernel/format";
import type { ChartUnit } from "@/lib/kernel/chart-model";

export const unitNames: Record<ChartUnit, string> = {
  usd: "US dollars",
  tokens: "Tokens",
  requests: "Requests",
  ms: "Milliseconds",
  percent: "Percent",
};

/** Text of an axis tick: few and round, so compact is exact enough here. */
export function tickText(unit: ChartUnit, value: number): string {
  if (unit === "usd") return `$${value !== 0 && Math.abs(value) < 1 ? String(Number(value.toPrecision(3))) : formatCompact(value)}`;
  if (unit === "percent") return `${formatCompact(value)} %`;
  return formatCompact(value);
}
