import type { ActivityFilters } from "./activity-filters";
import { bucketAround, bucketsOf, type BucketUnit, type Span } from "./buckets";
import { type Calendar, dayIn, dayStartIn, isStoredBucketBoundary, oneZone } from "./reporting-calendar";
import { daysBetween, moveDay } from "./zone-days";

/** How long quarter-hour sums are kept: how far back charts can show hours, and days of other zones. */
const quarterHourDays = 35;
const rangeDaysMax = 400;

/** A range as exact moments on bucket boundaries, so that feed, chart and export contain the same rows. */
export type ResolvedRange = Span & {
  readonly calendar: Calendar;
  readonly unit: BucketUnit;
  /** The previous span of equal length. */
  readonly previous: Span;
  /** True when the reader requested a zone whose days cannot be summed that far back; the page says so. */
  readonly isZoneUnavailable: boolean;
};

const presetDays = { "7d": 7, "30d": 30, "90d": 90, "1y": 365 } as const;

/**
 * Turns filters into moments. Presets of days are whole calendar days, today included; `1h` and `24h` are whole
 * quarter-hours and hours. Before the quarter-hours begin, the requested zone applies only if its days consist of whole
 * stored buckets (UTC's always do). Otherwise days are those of the workspace's own calendar.
 */
export function resolveRange(
  filters: Pick<ActivityFilters, "range" | "days" | "zone">,
  reporting: Calendar,
  now: Date,
): ResolvedRange {
  const reportingZone = (reporting.at(-1) ?? reporting[0]).zone;
  const zone = filters.zone ?? reportingZone;
  const calendar = filters.zone === null ? reporting : oneZone(filters.zone);
  if (!filters.days && (filters.range === "1h" || filters.range === "24h"))
    return recent(filters.range, { zone, calendar }, now);
  const requested = calendarRange(filters, { zone, calendar }, now);
  if (
    filters.zone === null ||
    requested.from >= quarterHoursBegin(now) ||
    isOnStoredBuckets(requested, requested.unit, reporting, now)
  )
    return requested;
  return {
    ...calendarRange(filters, { zone: reportingZone, calendar: reporting }, now),
    isZoneUnavailable: true,
  };
}

/** True when every bucket boundary is one of the stored buckets, so that the stored sums of days are exact. */
export function isOnStoredBuckets(span: Span, unit: BucketUnit, reporting: Calendar, now: Date): boolean {
  const isBoundary = (moment: Date) => isStoredBucketBoundary(reporting, moment);
  return (
    isBoundary(span.from) &&
    isBoundary(span.to) &&
    bucketsOf(span, unit, now).every(({ start }) => isBoundary(start))
  );
}

/** The first moment whose quarter-hour sums are certain to be kept. */
export function quarterHoursBegin(now: Date): Date {
  return new Date(now.getTime() - quarterHourDays * 86_400_000);
}

type Counting = { readonly zone: string; readonly calendar: Calendar };

function recent(range: "1h" | "24h", counting: Counting, now: Date): ResolvedRange {
  const unit = range === "1h" ? "quarter-hour" : "hour";
  const length = range === "1h" ? 3_600_000 : 86_400_000;
  const to = bucketAround(now, counting.calendar, unit).end;
  const from = bucketAround(new Date(to.getTime() - length), counting.calendar, unit).start;
  const previous = {
    ...counting,
    from: new Date(from.getTime() - (to.getTime() - from.getTime())),
    to: from,
  };
  return { ...counting, from, to, unit, previous, isZoneUnavailable: false };
}

function calendarRange(
  filters: Pick<ActivityFilters, "range" | "days">,
  counting: Counting,
  now: Date,
): ResolvedRange {
  const { calendar } = counting;
  const days = calendarDays(filters, calendar, now);
  const length = daysBetween(days.from, days.to) + 1;
  const from = dayStartIn(calendar, days.from);
  return {
    ...counting,
    from,
    to: dayStartIn(calendar, days.to, 1),
    unit: unitFor(length),
    previous: { ...counting, from: dayStartIn(calendar, days.from, -length), to: from },
    isZoneUnavailable: false,
  };
}

function calendarDays(
  filters: Pick<ActivityFilters, "range" | "days">,
  calendar: Calendar,
  now: Date,
): { from: string; to: string } {
  const today = dayIn(calendar, now);
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
