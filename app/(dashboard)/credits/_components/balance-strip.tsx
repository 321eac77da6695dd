import type { ReactNode } from "react";
import { FigureStrip } from "@/components/ui/data/figure-strip";
import type { MonthSpend } from "@/lib/activity/get-month-spend";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Formats } from "@/lib/kernel/format";
import type { Balance } from "@/lib/ledger/get-balance";
import { NegativeBalance } from "./negative-balance";

type BalanceStripProps = {
  readonly balance: Balance;
  readonly spend: MonthSpend;
  readonly canBuy: boolean;
};

/** How much is left, what running requests hold, and what this month has cost. */
export function BalanceStrip({ balance, spend, canBuy }: BalanceStripProps) {
  return (
    <>
      <NegativeBalance balance={balance} canBuy={canBuy} />
      <Figures balance={balance} spend={spend} />
    </>
  );
}

async function Figures({
  balance: { availableNanos, heldNanos },
  spend,
}: Pick<BalanceStripProps, "balance" | "spend">) {
  const formats = await viewerFormats();
  const available = formats.dollars(availableNanos, { floor: true });
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
          exact: formats.dollars(availableNanos, { exact: true }),
          ...(isNegative && { note: "Requests are rejected", tone: "danger" as const }),
        },
        {
          label: "Held by running requests",
          value: formats.dollars(heldNanos),
          exact: formats.dollars(heldNanos, { exact: true }),
        },
        {
          label: "Spend this month",
          value: formats.dollars(spend.thisMonthNanos),
          exact: formats.dollars(spend.thisMonthNanos, { exact: true }),
          note: monthsNote(spend, formats),
        },
      ]}
    />
  );
}

/** This month against the same days of the last one, because a whole month would always be more; then all of the last. */
function monthsNote(spend: MonthSpend, formats: Formats): ReactNode {
  if (spend.lastMonthNanos === 0n) return undefined;
  const change = changeText(spend, formats);
  return (
    <>
      {change ? `${change} · ` : null}
      <span title={formats.dollars(spend.lastMonthNanos, { exact: true })}>
        {formats.dollars(spend.lastMonthNanos)} last month
      </span>
    </>
  );
}

function changeText({ thisMonthNanos, lastMonthSoFarNanos }: MonthSpend, formats: Formats): string | null {
  if (lastMonthSoFarNanos === 0n) return null;
  const perMille = ((thisMonthNanos - lastMonthSoFarNanos) * 1_000n) / lastMonthSoFarNanos;
  const share = formats.percent(Number(perMille < 0n ? -perMille : perMille) / 1_000);
  return `${perMille < 0n ? "▼" : "▲"} ${share} vs. same days last month`;
}
