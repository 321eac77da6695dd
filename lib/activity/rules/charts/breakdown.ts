import type { SeriesBreakdown } from "@/lib/kernel/chart-model";
import type { Formats } from "@/lib/kernel/format";
import { columnDecimals, dollarsNumber, type Nanos } from "@/lib/kernel/money";
import type { Metric } from "../usage-choice";
import { isFree, measureUsage, shareText, type UsageSums } from "../usage-sums";
import { exactText, plotNumber } from "./amount-text";

/** The smallest cost of a request that is worth a digit: a ten-thousandth of a cent. */
const averageDecimalsMax = 6;

export function breakdownColumns(metric: Metric) {
  return {
    spend: { sum: "Spend", second: "Requests", average: "Per request" },
    requests: { sum: "Requests", second: "Spend", average: "Cost per request" },
    tokens: { sum: "Tokens", second: "Requests", average: "Per request" },
    errors: { sum: "Failed", second: "Requests", average: "Failure rate" },
  }[metric];
}

type Part = {
  readonly sums: UsageSums;
  readonly trend: SeriesBreakdown["trend"];
  readonly requestsHref: string | undefined;
};

/** The rows of the table below the chart. Amounts of a column have the same precision, so that they align. */
export function listBreakdowns(
  parts: readonly Part[],
  { metric, whole, formats }: { readonly metric: Metric; readonly whole: bigint; readonly formats: Formats },
): readonly { readonly sumText: string; readonly row: SeriesBreakdown }[] {
  const costs = columnDecimals(parts.map(({ sums }) => sums.costNanos));
  const averages = parts.map(({ sums }) => averageOf(sums, metric, formats));
  const averageCosts = columnDecimals(
    averages.map((average) => average?.nanos ?? 0n),
    averageDecimalsMax,
  );
  return parts.map(({ sums, trend, requestsHref }, index) => {
    const sum = measureUsage(sums, metric);
    const average = averages[index];
    const costText = (nanos: Nanos, decimals: number) =>
      isFree(sums) ? "Free" : formats.dollars(nanos, { decimals });
    return {
      sumText: metric === "spend" ? costText(sum, costs) : formats.count(sum),
      row: {
        exactText: exactText(sum, metric, formats),
        shareText: shareText(sum, whole, formats),
        share: whole === 0n ? 0 : Number((sum * 1_000n) / whole) / 1_000,
        secondText: metric === "requests" ? costText(sums.costNanos, costs) : formats.count(sums.requests),
        averageText:
          average === null || average === undefined
            ? null
            : (average.text ?? costText(average.nanos, averageCosts)),
        order: {
          sum: plotNumber(sum, metric),
          second: metric === "requests" ? dollarsNumber(sums.costNanos) : Number(sums.requests),
          average: average?.order ?? -1,
        },
        trend,
        ...(requestsHref === undefined ? {} : { requestsHref }),
      },
    };
  });
}

type Average = { readonly nanos: Nanos; readonly text: string | null; readonly order: number };

/** What one request costs or uses on average, or how many of them fail. Null without requests. */
function averageOf(sums: UsageSums, metric: Metric, formats: Formats): Average | null {
  if (sums.requests === 0n) return null;
  if (metric === "tokens") {
    const tokens = measureUsage(sums, "tokens") / sums.requests;
    return { nanos: 0n, text: formats.count(tokens), order: Number(tokens) };
  }
  if (metric === "errors") {
    const rate = Number(sums.errors) / Number(sums.requests);
    return { nanos: 0n, text: formats.percent(rate), order: rate };
  }
  const nanos = sums.costNanos / sums.requests;
  return { nanos, text: null, order: dollarsNumber(nanos) };
}
