import type { ActivityFilters } from "./activity-filters";
import { bucketAround, bucketsOf, type BucketUnit, type Span } from "./buckets";
import { type Calendar, dayIn, dayStartIn, isStoredBucketBoundary, oneZone } from "./reporting-calendar";
import { daysBetween, moveDay } from "./zone-days";

/** How long quarter-hour sums are kept: how far back charts can show hours, and days of other zones. */
const quarterHourDays = 35;
/** How many days the last day of a custom range may be after its first. */
export const rangeDaysMax = 400;
/** Longer ranges of hours become whole days. */
const hoursMax = 49;
const quarterHoursMax = 6;

/** A range as exact moments on bucket boundaries, so that feed, chart and export contain the same rows. */
export type ResolvedRange = Span & {
  readonly calendar: Calendar;
  readonly unit: BucketUnit;
  /** The previous span of equal length. */
  readonly previous: Span;
  /** True when the reader requested a zone whose days cannot be summed that far back; the page says so. */
  readonly isZoneUnavailable: boolean;
};

type RangeFilters = Pick<ActivityFilters, "range" | "days" | "moments" | "zone">;

const presetDays = { "7d": 7, "30d": 30, "90d": 90, "1y": 365 } as const;

/**
 * Turns filters into moments. Presets of days are whole calendar days, today included, and those of months begin with a
 * month; `1h`, `24h` and custom moments are whole quarter-hours or hours. Before the quarter-hours begin, the requested zone applies only if its days consist of whole
 * stored buckets (UTC's always do). Otherwise days are those of the workspace's own calendar.
 */
export function resolveRange(filters: RangeFilters, reporting: Calendar, now: Date): ResolvedRange {
  const reportingZone = (reporting.at(-1) ?? reporting[0]).zone;
  const zone = filters.zone ?? reportingZone;
  const calendar = filters.zone === null ? reporting : oneZone(filters.zone);
  const counting = { zone, calendar };
  if (filters.moments) {
    const hours = hourRange(filters.moments, counting, now);
    if (hours) return hours;
  } else if (!filters.days && (filters.range === "1h" || filters.range === "24h"))
    return recent(filters.range, counting, now);
  const requested = calendarRange(filters, counting, now);
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

/** Null when the moments are too far apart for hours: their days are shown instead. */
function hourRange(
  moments: { readonly from: string; readonly to: string },
  counting: Counting,
  now: Date,
): ResolvedRange | null {
  const latest = Math.min(Date.parse(moments.to), now.getTime());
  const earliest = Math.min(Date.parse(moments.from), latest - 1);
  const hours = (latest - earliest) / 3_600_000;
  if (hours > hoursMax) return null;
  const unit = hours <= quarterHoursMax ? "quarter-hour" : "hour";
  const from = bucketAround(new Date(earliest), counting.calendar, unit).start;
  const to = bucketAround(new Date(latest - 1), counting.calendar, unit).end;
  const length = to.getTime() - from.getTime();
  const previous = { ...counting, from: new Date(from.getTime() - length), to: from };
  return { ...counting, from, to, unit, previous, isZoneUnavailable: false };
}

function calendarRange(filters: RangeFilters, counting: Counting, now: Date): ResolvedRange {
  const { calendar } = counting;
  const { from: firstDay, to: lastDay, previousFrom } = calendarDays(filters, calendar, now);
  const length = daysBetween(firstDay, lastDay) + 1;
  const from = dayStartIn(calendar, firstDay);
  const previousEnd = dayStartIn(calendar, previousFrom, length);
  return {
    ...counting,
    from,
    to: dayStartIn(calendar, lastDay, 1),
    unit: unitFor(length),
    previous: {
      ...counting,
      from: dayStartIn(calendar, previousFrom),
      // The month before may be shorter than the part of this one.
      to: previousEnd < from ? previousEnd : from,
    },
    isZoneUnavailable: false,
  };
}

type Days = { readonly from: string; readonly to: string; readonly previousFrom: string };

function calendarDays(filters: RangeFilters, calendar: Calendar, now: Date): Days {
  const today = dayIn(calendar, now);
  const custom = filters.days ?? daysOf(filters.moments, calendar);
  if (custom) {
    const to = custom.to > today ? today : custom.to;
    const from = custom.from > to ? to : custom.from;
    const earliest = moveDay(to, { days: -rangeDaysMax });
    return before(from < earliest ? earliest : from, to);
  }
  const { range } = filters;
  if (range === "month" || range === "last-month") {
    const month = `${today.slice(0, 7)}-01`;
    const from = range === "month" ? month : moveDay(month, { months: -1 });
    const to = range === "month" ? today : moveDay(month, { days: -1 });
    return { from, to, previousFrom: moveDay(from, { months: -1 }) };
  }
  const length = range === "1h" || range === "24h" ? 1 : presetDays[range];
  return before(moveDay(today, { days: 1 - length }), today);
}

/** The days, with as many days before them for comparison. */
function before(from: string, to: string): Days {
  return { from, to, previousFrom: moveDay(from, { days: -(daysBetween(from, to) + 1) }) };
}

function daysOf(moments: ActivityFilters["moments"], calendar: Calendar): ActivityFilters["days"] {
  if (!moments) return null;
  const last = new Date(Date.parse(moments.to) - 1);
  return { from: dayIn(calendar, new Date(moments.from)), to: dayIn(calendar, last) };
}

/**
 * The span of the requests that the page lists: the chart's bucket that the address names, or the whole range. A moment
 * outside of the range names no bucket.
 */
export function requestSpan(filters: Pick<ActivityFilters, "bucket">, range: ResolvedRange, now: Date): Span {
  if (filters.bucket === null) return range;
  const at = new Date(filters.bucket);
  const bucket = bucketsOf(range, range.unit, now).find(({ start, end }) => start <= at && at < end);
  if (!bucket) return range;
  return {
    ...range,
    from: bucket.start < range.from ? range.from : bucket.start,
    to: bucket.end > range.to ? range.to : bucket.end,
  };
}

function unitFor(days: number): BucketUnit {
  if (days <= 2) return "hour";
  if (days <= 92) return "day";
  return days <= 190 ? "week" : "month";
}
