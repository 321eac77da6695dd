import type { ActivityFilters } from "./activity-filters";
import {
  type BucketUnit,
  bucketEnd,
  bucketStart,
  dayOf,
  daysBetween,
  moveDay,
  type Span,
  startOfDay,
} from "./buckets";

/** How long quarter-hour sums are kept: the reach of hours and of foreign zones. */
export const quarterDays = 35;
const rangeDaysMax = 400;

/** What a reader sees a range as: exact moments on bucket borders, so that feed, chart and export hold the same rows. */
export type ResolvedRange = Span & {
  readonly unit: BucketUnit;
  /** The equally long span before it. */
  readonly previous: Span;
  /** The reader asked for another zone than days that far back are stored in (V4); the page says so. */
  readonly isZoneRefused: boolean;
};

const presetDays = { "7d": 7, "30d": 30, "90d": 90, "1y": 365 } as const;

/**
 * Turns filters into moments. Presets of days are whole calendar days, today included; `1h` and `24h` are whole
 * quarters and hours. Beyond the quarter-hours days are the reporting zone's, whatever zone was asked for.
 */
export function resolveRange(
  filters: Pick<ActivityFilters, "range" | "days" | "zone">,
  reportingZone: string,
  now: Date,
): ResolvedRange {
  const zone = filters.zone ?? reportingZone;
  if (!filters.days && (filters.range === "1h" || filters.range === "24h"))
    return recent(filters.range, zone, now);
  const asked = calendarDays(filters, zone, now);
  const isZoneRefused = zone !== reportingZone && startOfDay(asked.from, zone) < quartersBegin(now);
  const shown = isZoneRefused ? reportingZone : zone;
  const days = isZoneRefused ? calendarDays(filters, reportingZone, now) : asked;
  const length = daysBetween(days.from, days.to) + 1;
  const end = moveDay(days.to, { days: 1 });
  const before = moveDay(days.from, { days: -length });
  return {
    zone: shown,
    from: startOfDay(days.from, shown),
    to: startOfDay(end, shown),
    unit: unitFor(length),
    previous: { zone: shown, from: startOfDay(before, shown), to: startOfDay(days.from, shown) },
    isZoneRefused,
  };
}

/** The first moment whose quarter-hour sums are certain to be kept. */
export function quartersBegin(now: Date): Date {
  return new Date(now.getTime() - quarterDays * 86_400_000);
}

function recent(range: "1h" | "24h", zone: string, now: Date): ResolvedRange {
  const unit = range === "1h" ? "quarter" : "hour";
  const length = range === "1h" ? 3_600_000 : 86_400_000;
  const to = bucketEnd(now, zone, unit);
  const from = bucketStart(new Date(to.getTime() - length), zone, unit);
  const previous = { zone, from: new Date(from.getTime() - (to.getTime() - from.getTime())), to: from };
  return { zone, from, to, unit, previous, isZoneRefused: false };
}

function calendarDays(
  filters: Pick<ActivityFilters, "range" | "days">,
  zone: string,
  now: Date,
): { from: string; to: string } {
  const today = dayOf(now, zone);
  if (filters.days) {
    const to = filters.days.to > today ? today : filters.days.to;
    const from = filters.days.from > to ? to : filters.days.from;
    const earliest = moveDay(to, { days: -rangeDaysMax });
    return { from: from < earliest ? earliest : from, to };
  }
  const length = filters.range === "1h" || filters.range === "24h" ? 1 : presetDays[filters.range];
  return { from: moveDay(today, { days: 1 - length }), to: today };
}

function unitFor(days: number): BucketUnit {
  if (days <= 2) return "hour";
  if (days <= 92) return "day";
  return days <= 190 ? "week" : "month";
}
