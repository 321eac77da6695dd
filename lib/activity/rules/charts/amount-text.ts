import type { Formats } from "@/lib/kernel/format";
import { columnDecimals, dollarsNumber } from "@/lib/kernel/money";
import type { Metric } from "../usage-choice";

/** A rounded amount for people: "$1.20", "$0.00014" or "1,204". */
export function amountText(amount: bigint, metric: Metric, formats: Formats): string {
  return metric === "spend"
    ? formats.dollars(amount, { decimals: columnDecimals([amount], 6) })
    : formats.count(amount);
}

/** The exact amount with all digits: "$1.204311". */
export function exactText(amount: bigint, metric: Metric, formats: Formats): string {
  return metric === "spend" ? formats.dollars(amount, { exact: true }) : formats.count(amount);
}

/** A number that positions a mark on the screen. Never use it for arithmetic or text. */
export function plotNumber(amount: bigint, metric: Metric): number {
  return metric === "spend" ? dollarsNumber(amount) : Number(amount);
}
