import type { Nanos } from "@/lib/kernel/money";
import { moveDay } from "./zone-days";

/** Complete days whose usage makes up the pace. */
const paceDays = 14;
/** Fewer complete days since the first usage, or fewer days with usage among them, say nothing about a pace. */
const historyDaysMin = 7;
const activeDaysMin = 3;
/** A date further away than this would only look exact. */
const horizonDays = 365;

export type Runway = {
  readonly perDayNanos: Nanos;
  /** The day on which the credits run out; null when that is more than a year away. */
  readonly until: string | null;
};

type Pace = {
  /** What may still be spent. */
  readonly availableNanos: Nanos;
  /** Usage of complete days since the first usage, oldest first; today is not one of them. */
  readonly usedNanos: readonly Nanos[];
  /** "2026-11-21" */
  readonly today: string;
};

/** When the credits run out at the pace of the last days; null while there is too little history to say. */
export function runway({ availableNanos, usedNanos, today }: Pace): Runway | null {
  const recent = usedNanos.slice(-paceDays);
  const active = recent.filter((used) => used > 0n).length;
  if (availableNanos <= 0n || recent.length < historyDaysMin || active < activeDaysMin) return null;
  const total = recent.reduce((sum, used) => sum + used, 0n);
  // The division comes last, so that a pace below a nano-dollar a day is not rounded to none.
  const days = (availableNanos * BigInt(recent.length)) / total;
  const perDayNanos = total / BigInt(recent.length);
  return { perDayNanos, until: days > BigInt(horizonDays) ? null : moveDay(today, { days: Number(days) }) };
}
