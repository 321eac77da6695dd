import { divideCeil, type Nanos, nanosPerDollar } from "@/lib/kernel/money";

/** Five dollars: about what the smallest purchase adds. */
export const defaultLowBalanceNanos = 5n * nanosPerDollar;

/**
 * The balance from which a low-balance alert is armed again: 120% of the threshold, and at least a dollar above it. The
 * statement in internal/watch-low-balances.ts has the same rule; a test compares both.
 */
export function rearmsAt(thresholdNanos: Nanos): Nanos {
  const clearRise = divideCeil(thresholdNanos * 6n, 5n);
  const dollarAbove = thresholdNanos + nanosPerDollar;
  return clearRise > dollarAbove ? clearRise : dollarAbove;
}

type LowBalance = {
  readonly balanceNanos: Nanos;
  readonly thresholdNanos: Nanos;
  /** Whether the alert has fired and is not armed again. */
  readonly isLow: boolean;
};

/** What the balance changes. A balance that moves around the threshold fires once, until it has clearly risen. */
export function lowBalanceChange({
  balanceNanos,
  thresholdNanos,
  isLow,
}: LowBalance): "fire" | "rearm" | null {
  if (isLow) return balanceNanos >= rearmsAt(thresholdNanos) ? "rearm" : null;
  return balanceNanos < thresholdNanos ? "fire" : null;
}

/** Shares of a key's limit at which it alerts, in percent. */
export const keyLimitSteps = [80, 100] as const;

/**
 * The highest step (in percent of `limitNanos`, which is positive) that `usedNanos` has reached; null when it is not
 * above `lastStep`, the highest one that has fired. A jump over several steps fires only the last.
 */
export function stepReached<Step extends number>(
  steps: readonly Step[],
  { usedNanos, limitNanos, lastStep }: { usedNanos: Nanos; limitNanos: Nanos; lastStep: number },
): Step | null {
  const reached = steps.filter((step) => usedNanos * 100n >= limitNanos * BigInt(step));
  const highest = reached.reduce<Step | null>((max, step) => (max === null || step > max ? step : max), null);
  return highest !== null && highest > lastStep ? highest : null;
}

/** A key's use must fall this far below a step, in percent of the limit, before the step can fire again. */
const clearFallPercent = 10n;

/**
 * What the use of a key changes, when `lastStep` is the highest step that has fired in its window: the step that counts
 * as fired from now on, and whether that is an alert. A raised limit, or a use that moves around a step, alerts again only
 * after a clear fall below the step. The statements in internal/watch-key-limits.ts find the keys for which this decides.
 */
export function keyLimitChange(progress: {
  /** Positive, or null without a limit. */
  readonly limitNanos: Nanos | null;
  readonly usedNanos: Nanos;
  readonly lastStep: number;
}): { readonly step: number; readonly fires: boolean } {
  const { limitNanos, usedNanos, lastStep } = progress;
  if (limitNanos === null) return { step: 0, fires: false };
  const reached = stepReached(keyLimitSteps, { limitNanos, usedNanos, lastStep });
  if (reached !== null) return { step: reached, fires: true };
  const kept = keyLimitSteps.filter(
    (step) => step <= lastStep && usedNanos * 100n >= limitNanos * (BigInt(step) - clearFallPercent),
  );
  return { step: Math.max(0, ...kept), fires: false };
}

/** Whole days until `balanceNanos` is used at the pace of the last seven days; null when there is no pace or no credit. */
export function daysLeft(balanceNanos: Nanos, weekNanos: Nanos): number | null {
  if (balanceNanos <= 0n || weekNanos <= 0n) return null;
  const days = (balanceNanos * 7n) / weekNanos;
  return days > 365n ? null : Number(days);
}
