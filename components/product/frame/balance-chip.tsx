import { CircleAlert, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { classes } from "@/components/ui/classes";
import { formatDollars, type Nanos } from "@/lib/kernel/money";
import { paths } from "@/lib/kernel/paths";

export type Balance = {
  /** Amount that can be spent now. */
  readonly availableNanos: Nanos;
  /** Amount held by running requests. */
  readonly heldNanos: Nanos;
  /** The chip turns amber below this amount; null when the workspace has no alert. */
  readonly alertBelowNanos: Nanos | null;
};

/** Always shows the balance, and links to adding credits. */
export function BalanceChip({ availableNanos, heldNanos, alertBelowNanos }: Balance) {
  const isNegative = availableNanos < 0n;
  const isLow = !isNegative && alertBelowNanos !== null && availableNanos < alertBelowNanos;
  const state = isNegative ? ", negative: requests are rejected" : isLow ? ", below your alert" : "";
  const held = heldNanos > 0n ? `, ${formatDollars(heldNanos)} held` : "";
  return (
    <Link
      href={paths.credits}
      aria-label={`Balance ${formatDollars(availableNanos)}${held}${state}. Add credits`}
      title={formatDollars(availableNanos, { exact: true })}
      className={classes(
        "tabular inline-flex h-8 items-center gap-1.5 rounded-md border px-2.5 font-medium whitespace-nowrap transition-colors duration-150 max-lg:h-11",
        isNegative && "border-danger bg-danger-soft text-danger",
        isLow && "border-warning bg-warning-soft text-warning",
        !isNegative && !isLow && "border-line bg-surface-raised text-ink hover:bg-surface-sunken",
      )}
    >
      {isNegative ? <CircleAlert aria-hidden className="size-4" /> : null}
      {isLow ? <TriangleAlert aria-hidden className="size-4" /> : null}
      {formatDollars(availableNanos)}
      {heldNanos > 0n ? (
        <span className="text-sm font-normal text-held">{formatDollars(heldNanos)} held</span>
      ) : null}
    </Link>
  );
}
