import { formatCount } from "@/lib/kernel/format";
import { columnDecimals, dollarsNumber, formatDollars } from "@/lib/kernel/money";
import type { Metric } from "../usage-choice";

/** A rounded amount for people: "$1.20", "$0.00014" or "1,204". */
export function amountText(amount: bigint, metric: Metric): string {
  return metric === "spend"
    ? formatDollars(amount, { decimals: columnDecimals([amount], 6) })
    : formatCount(amount);
}

/** The exact amount with all digits: "$1.204311". */
export function exactText(amount: bigint, metric: Metric): string {
  return metric === "spend" ? formatDollars(amount, { exact: true }) : formatCount(amount);
}

/** A number that positions a mark on the screen. Never use it for arithmetic or text. */
export function plotNumber(amount: bigint, metric: Metric): number {
  return metric === "spend" ? dollarsNumber(amount) : Number(amount);
}
