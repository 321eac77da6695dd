import type { Nanos } from "@/lib/kernel/money";
import { moveDay } from "./zone-days";

/** Most days with usage that make up the pace. */
const paceDays = 7;
/** A number of days beyond this would only look exact. */
const horizonDays = 365;

export type Runway = {
  /** Average of the days that make up the pace. */
  readonly perDayNanos: Nanos;
  /** How many days these are: the last ones with usage, at most seven. */
  readonly paceDays: number;
  /** Whole days that the credits last; null when that is more than a year. */
  readonly days: number | null;
  /** The day on which the credits run out; null when that is more than a year away. */
  readonly until: string | null;
};

type Pace = {
  /** What may still be spent. */
  readonly availableNanos: Nanos;
  /** Usage of complete days, oldest first; today is not one of them. */
  readonly usedNanos: readonly Nanos[];
  /** "2026-11-21" */
  readonly today: string;
};

/**
 * How long the credits last at the pace of the last days with usage. Days without usage are left out, so that a weekend
 * does not make the credits look longer-lived than a week of work leaves them. Null without usage, and without credits.
 */
export function runway({ availableNanos, usedNanos, today }: Pace): Runway | null {
  const recent = usedNanos.filter((used) => used > 0n).slice(-paceDays);
  if (availableNanos <= 0n || recent.length === 0) return null;
  const total = recent.reduce((sum, used) => sum + used, 0n);
  // The division comes last, so that a pace below a nano-dollar a day is not rounded to none.
  const lasting = (availableNanos * BigInt(recent.length)) / total;
  const days = lasting > BigInt(horizonDays) ? null : Number(lasting);
  return {
    perDayNanos: total / BigInt(recent.length),
    paceDays: recent.length,
    days,
    until: days === null ? null : moveDay(today, { days }),
  };
}
