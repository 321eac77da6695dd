"use client";

import { CircleAlert, Plus, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { classes } from "@/components/ui/classes";
import { useFormats } from "@/components/ui/formats";
import type { Nanos } from "@/lib/kernel/money";
import { addCreditsHref, paths } from "@/lib/kernel/paths";

export type Balance = {
  /** Amount that can be spent now. */
  readonly availableNanos: Nanos;
  /** Amount held by running requests. */
  readonly heldNanos: Nanos;
  /** The chip turns amber below this amount; null when the workspace has no alert. */
  readonly alertBelowNanos: Nanos | null;
  /** Whether the viewer may buy credits. */
  readonly canBuy?: boolean;
};

/** Always shows the balance, never more than there is. One part leads to Credits, the other one adds some. */
export function BalanceChip({ availableNanos, heldNanos, alertBelowNanos, canBuy = false }: Balance) {
  const formats = useFormats();
  const isNegative = availableNanos < 0n;
  const isLow = !isNegative && alertBelowNanos !== null && availableNanos < alertBelowNanos;
  const available = formats.dollars(availableNanos, { floor: true });
  const state = isNegative ? ", negative: requests are rejected" : isLow ? ", below your alert" : "";
  const held = heldNanos > 0n ? `, ${formats.dollars(heldNanos)} held` : "";
  return (
    <div
      className={classes(
        "tabular inline-flex h-8 rounded-md border font-medium whitespace-nowrap max-lg:h-11",
        isNegative && "border-danger bg-danger-soft text-danger",
        isLow && "border-warning bg-warning-soft text-warning",
        !isNegative && !isLow && "border-line bg-surface-raised text-ink",
      )}
    >
      <Link
        href={paths.credits}
        aria-label={`Balance ${available}${held}${state}`}
        title={formats.dollars(availableNanos, { exact: true })}
        className="inline-flex items-center gap-1.5 rounded-l-md px-2.5 transition-colors duration-150 last:rounded-r-md hover:bg-surface-sunken"
      >
        {isNegative ? <CircleAlert aria-hidden className="size-4" /> : null}
        {isLow ? <TriangleAlert aria-hidden className="size-4" /> : null}
        {available}
        {heldNanos > 0n ? (
          <span className="text-sm font-normal text-held max-sm:hidden">
            {formats.dollars(heldNanos)} held
          </span>
        ) : null}
      </Link>
      {canBuy ? (
        <Link
          href={addCreditsHref()}
          aria-label="Add credits"
          title="Add credits"
          className="inline-flex w-8 items-center justify-center rounded-r-md border-l border-inherit transition-colors duration-150 hover:bg-surface-sunken max-lg:w-11 max-[374px]:hidden"
        >
          <Plus aria-hidden className="size-4" />
        </Link>
      ) : null}
    </div>
  );
}
