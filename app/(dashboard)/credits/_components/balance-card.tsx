import { Money } from "@/components/product/money";
import { Card } from "@/components/ui/layout/card";
import type { MonthSpend } from "@/lib/activity/get-month-spend";
import { formatDollars, type Nanos } from "@/lib/kernel/money";
import type { Balance } from "@/lib/ledger/get-balance";

type BalanceCardProps = { readonly balance: Balance; readonly spend: MonthSpend };

/** Answers the page's main question, how much is left. Below it, exact: the amount held, and spend by month. */
export function BalanceCard({ balance: { availableNanos, heldNanos }, spend }: BalanceCardProps) {
  const shown = formatDollars(availableNanos);
  const exact = formatDollars(availableNanos, { exact: true });
  return (
    <Card title="Balance">
      <div className="flex flex-col gap-1">
        <div
          role="group"
          aria-label={`Total available credits: ${shown}`}
          className={availableNanos < 0n ? "text-danger" : ""}
        >
          <span title={exact} className="tabular text-3xl font-semibold tracking-tight break-id">
            {shown}
          </span>
        </div>
        {exact === shown ? null : <p className="tabular text-sm text-ink-muted">Exactly {exact}</p>}
        {heldNanos > 0n ? (
          <p className="text-held">
            <Money nanos={heldNanos} /> is reserved for running requests. Any unused part is released.
          </p>
        ) : (
          <p className="text-ink-muted">Nothing is reserved for running requests.</p>
        )}
        {availableNanos < 0n ? (
          <p className="text-danger">
            Your balance is below zero, so requests are rejected. Credits you add cover the shortfall first.
          </p>
        ) : null}
      </div>
      <dl className="flex flex-wrap gap-x-10 gap-y-3 border-t border-line pt-4">
        <Figure term="Spent this month" nanos={spend.thisMonthNanos} />
        <Figure term="Spent last month" nanos={spend.lastMonthNanos} />
      </dl>
      <p className="text-sm text-ink-muted">One credit is one US dollar. Months are in {spend.zone}.</p>
    </Card>
  );
}

function Figure({ term, nanos }: { readonly term: string; readonly nanos: Nanos }) {
  return (
    <div className="flex flex-col gap-0.5">
      <dt className="text-sm text-ink-muted">{term}</dt>
      <dd className="text-lg font-medium">
        <Money nanos={nanos} />
      </dd>
    </div>
  );
}
