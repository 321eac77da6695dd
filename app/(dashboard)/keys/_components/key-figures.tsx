import { FigureStrip } from "@/components/ui/data/figure-strip";
import { formatDay } from "@/lib/kernel/format";
import { formatDollars, type Nanos } from "@/lib/kernel/money";
import type { Key } from "@/lib/keys/rules/key-view";
import { nextReset } from "@/lib/ledger/rules/spend-limit";

/** Spend of one key, and what is left of its limit. */
export function KeyFigures({ apiKey, now }: { readonly apiKey: Key; readonly now: Date }) {
  const { usage, limitNanos, limitReset, remainingNanos } = apiKey;
  const figure = (label: string, nanos: Nanos) => ({
    label,
    value: formatDollars(nanos),
    exact: formatDollars(nanos, { exact: true }),
  });
  const reset = nextReset(limitReset, now);
  return (
    <FigureStrip
      label="Spend"
      figures={[
        figure("Today (UTC)", usage.dailyNanos),
        figure("This month (UTC)", usage.monthlyNanos),
        figure("All time", usage.totalNanos),
        limitNanos === null || remainingNanos === null
          ? { label: "Left", value: "No limit", note: "up to the balance" }
          : {
              label: "Left",
              value: formatDollars(remainingNanos, { floor: true }),
              exact: formatDollars(remainingNanos, { exact: true }),
              note: `of ${formatDollars(limitNanos)}${reset ? `, resets ${formatDay(reset, "UTC")} (UTC)` : ""}`,
              tone: remainingNanos === 0n ? "danger" : "neutral",
            },
      ]}
    />
  );
}
