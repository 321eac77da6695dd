import { FigureStrip } from "@/components/ui/data/figure-strip";
import type { MonthSpend } from "@/lib/activity/get-month-spend";
import { formatPercent } from "@/lib/kernel/format";
import { formatDollars } from "@/lib/kernel/money";
import type { Balance } from "@/lib/ledger/get-balance";

type BalanceStripProps = { readonly balance: Balance; readonly spend: MonthSpend };

/** How much is left, what running requests hold, and what this month has cost. */
export function BalanceStrip({ balance: { availableNanos, heldNanos }, spend }: BalanceStripProps) {
  const available = formatDollars(availableNanos, { floor: true });
  const isNegative = availableNanos < 0n;
  return (
    <FigureStrip
      label="Balance"
      figures={[
        {
          label: "Available",
          lead: true,
          value: (
            <span
              role="group"
              aria-label={`Available credits: ${available}`}
              className={isNegative ? "text-3xl text-danger" : "text-3xl"}
            >
              {available}
            </span>
          ),
          exact: formatDollars(availableNanos, { exact: true }),
          ...(isNegative && { note: "Requests are rejected until you add credits", tone: "danger" as const }),
        },
        {
          label: "Held by running requests",
          value: formatDollars(heldNanos),
          exact: formatDollars(heldNanos, { exact: true }),
        },
        {
          label: "Used this month",
          value: formatDollars(spend.thisMonthNanos),
          exact: formatDollars(spend.thisMonthNanos, { exact: true }),
          note: changeNote(spend),
        },
        {
          label: "Used last month",
          value: formatDollars(spend.lastMonthNanos),
          exact: formatDollars(spend.lastMonthNanos, { exact: true }),
        },
      ]}
    />
  );
}

/** This month against the same days of the last one: a whole month would always be more. */
function changeNote({ thisMonthNanos, lastMonthSoFarNanos }: MonthSpend): string | undefined {
  if (lastMonthSoFarNanos === 0n) return undefined;
  const perMille = ((thisMonthNanos - lastMonthSoFarNanos) * 1_000n) / lastMonthSoFarNanos;
  const share = formatPercent(Number(perMille < 0n ? -perMille : perMille) / 1_000);
  return `${perMille < 0n ? "▼" : "▲"} ${share} vs. same days last month`;
}
