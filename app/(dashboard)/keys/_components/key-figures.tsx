import { FigureCard } from "@/components/ui/data/figure-card";
import { Columns } from "@/components/ui/layout/stack";
import { formatDollars } from "@/lib/kernel/money";
import type { Key } from "@/lib/keys/rules/key-view";

/** Spend of one key. */
export function KeyFigures({ usage }: { readonly usage: Key["usage"] }) {
  return (
    <Columns of={3}>
      <FigureCard
        label="Today (UTC)"
        value={formatDollars(usage.dailyNanos)}
        exact={formatDollars(usage.dailyNanos, { exact: true })}
      />
      <FigureCard
        label="This month (UTC)"
        value={formatDollars(usage.monthlyNanos)}
        exact={formatDollars(usage.monthlyNanos, { exact: true })}
      />
      <FigureCard
        label="All time"
        value={formatDollars(usage.totalNanos)}
        exact={formatDollars(usage.totalNanos, { exact: true })}
      />
    </Columns>
  );
}
