import type { Nanos } from "@/lib/kernel/money";

export type LimitReset = "daily" | "weekly" | "monthly";

/**
 * First days of the running windows, in UTC, as "YYYY-MM-DD". Weeks begin on Monday. The database uses the same windows
 * in lib/ledger/sql/meter_used.sql and settle_holds.sql; limit-windows.db.test.ts compares all three.
 */
export type WindowStarts = { readonly day: string; readonly week: string; readonly month: string };

export function windowStarts(now: Date): WindowStarts {
  const day = now.toISOString().slice(0, 10);
  const monday = new Date(`${day}T00:00:00Z`);
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
  return { day, week: monday.toISOString().slice(0, 10), month: `${day.slice(0, 7)}-01` };
}

/** When the running window ends and the limit resets; null for a limit that never resets. */
export function nextReset(reset: LimitReset | null, now: Date): Date | null {
  if (reset === null) return null;
  const { day, week, month } = windowStarts(now);
  const next = new Date(`${reset === "daily" ? day : reset === "weekly" ? week : month}T00:00:00Z`);
  if (reset === "monthly") next.setUTCMonth(next.getUTCMonth() + 1);
  else next.setUTCDate(next.getUTCDate() + (reset === "daily" ? 1 : 7));
  return next;
}

/** The running totals of a meter as stored, days as "YYYY-MM-DD". */
export type Meter = {
  readonly usedNanos: Nanos;
  readonly dayStart: string;
  readonly dayNanos: Nanos;
  readonly weekStart: string;
  readonly weekNanos: Nanos;
  readonly monthStart: string;
  readonly monthNanos: Nanos;
};

export type WindowUsage = {
  readonly totalNanos: Nanos;
  readonly dailyNanos: Nanos;
  readonly weeklyNanos: Nanos;
  readonly monthlyNanos: Nanos;
};

/**
 * Usage in the windows that run now. A stored window that has passed counts as zero. One that has begun by the
 * database's clock but not yet by ours counts.
 */
export function windowUsage(meter: Meter | null, now: Date): WindowUsage {
  if (!meter) return { totalNanos: 0n, dailyNanos: 0n, weeklyNanos: 0n, monthlyNanos: 0n };
  const starts = windowStarts(now);
  return {
    totalNanos: meter.usedNanos,
    dailyNanos: meter.dayStart >= starts.day ? meter.dayNanos : 0n,
    weeklyNanos: meter.weekStart >= starts.week ? meter.weekNanos : 0n,
    monthlyNanos: meter.monthStart >= starts.month ? meter.monthNanos : 0n,
  };
}

/** What may still be spent in the limit's window, never below zero; null without a limit. */
export function remainingNanos(
  limit: Nanos | null,
  reset: LimitReset | null,
  usage: WindowUsage,
): Nanos | null {
  if (limit === null) return null;
  const used = usedInWindow(reset, usage);
  return limit > used ? limit - used : 0n;
}

/** Usage that counts against a limit: in the window that `reset` names, or of all time without a reset. */
export function usedInWindow(reset: LimitReset | null, usage: WindowUsage): Nanos {
  if (reset === "daily") return usage.dailyNanos;
  if (reset === "weekly") return usage.weeklyNanos;
  if (reset === "monthly") return usage.monthlyNanos;
  return usage.totalNanos;
}

/** The used share of a limit in whole percent, possibly above 100. A limit of zero counts as used up. */
export function limitPercent(used: Nanos, limit: Nanos): number {
  return limit === 0n ? 100 : Number((used * 100n) / limit);
}
