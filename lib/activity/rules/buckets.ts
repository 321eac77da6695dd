import { Temporal } from "temporal-polyfill";

export type BucketUnit = "quarter" | "hour" | "day" | "week" | "month";

/** One bar of a chart, with its true start and end (half open). */
export type Bucket = {
  readonly start: Date;
  readonly end: Date;
  /** The first calendar day of the bucket in its zone, "2026-11-21". */
  readonly day: string;
  /** True while time has not passed its end: the bar will still grow. */
  readonly isUnfinished: boolean;
};

/** A half-open span of time in a named zone, cut into buckets that cover it without gap or overlap. */
export type Span = { readonly from: Date; readonly to: Date; readonly zone: string };

/** The shortest step of the stored sums, in minutes: every zone in use today is a whole number of them from UTC. */
const quarterMinutes = 15;
/** A bound on any chart: 35 days of quarters are 3,360. */
const bucketsMax = 4_000;

/** True for an IANA zone that this runtime knows. */
export function isTimeZone(zone: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(zone);
    return /^[A-Za-z0-9_+\-/]{1,64}$/.test(zone) && !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}

/**
 * Cuts a span into buckets. Days, weeks (from Monday) and months are calendar ones of the zone, so a day in which the
 * clock changes has 23 or 25 hours; quarters and hours are steps of real time from the start of their day. The first
 * bucket begins at or before `from`, the last ends at or after `to`.
 */
export function bucketsOf(span: Span, unit: BucketUnit, now: Date): readonly Bucket[] {
  const buckets: Bucket[] = [];
  const end = span.to.getTime();
  let start = floorTo(span.from, span.zone, unit);
  while (start.epochMilliseconds < end && buckets.length < bucketsMax) {
    const next = stepFrom(start, unit);
    buckets.push({
      start: new Date(start.epochMilliseconds),
      end: new Date(next.epochMilliseconds),
      day: start.toPlainDate().toString(),
      isUnfinished: next.epochMilliseconds > now.getTime(),
    });
    start = next;
  }
  return buckets;
}

/** The start of the bucket that a moment lies in. */
export function bucketStart(moment: Date, zone: string, unit: BucketUnit): Date {
  return new Date(floorTo(moment, zone, unit).epochMilliseconds);
}

/** The start of the bucket after the one that a moment lies in. */
export function bucketEnd(moment: Date, zone: string, unit: BucketUnit): Date {
  return new Date(stepFrom(floorTo(moment, zone, unit), unit).epochMilliseconds);
}

/** Midnight of a calendar day in a zone, or the first moment that the day has; `days` later when given. */
export function startOfDay(day: string, zone: string, days = 0): Date {
  const date = Temporal.PlainDate.from(day).add({ days });
  return new Date(date.toZonedDateTime({ timeZone: zone }).startOfDay().epochMilliseconds);
}

/** The calendar day of a moment in a zone, "2026-11-21". */
export function dayOf(moment: Date, zone: string): string {
  return zoned(moment, zone).toPlainDate().toString();
}

/** "2026-11-21" moved by whole days or months of the calendar. */
export function moveDay(day: string, by: { readonly days?: number; readonly months?: number }): string {
  return Temporal.PlainDate.from(day).add(by).toString();
}

/** Whole days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "days" }).days;
}

/** True for a day that exists, written "2026-11-21". */
export function isDay(text: string): boolean {
  if (!/^20\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString() === text;
  } catch {
    return false;
  }
}

function zoned(moment: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone);
}

function floorTo(moment: Date, zone: string, unit: BucketUnit): Temporal.ZonedDateTime {
  const at = zoned(moment, zone);
  const day = at.startOfDay();
  if (unit === "day") return day;
  if (unit === "week") return day.subtract({ days: at.dayOfWeek - 1 }).startOfDay();
  if (unit === "month") return day.with({ day: 1 }).startOfDay();
  // Steps of real time from midnight, so that the hour that a clock change repeats is two buckets, not one.
  const step = (unit === "hour" ? 60 : quarterMinutes) * 60_000;
  const elapsed = at.epochMilliseconds - day.epochMilliseconds;
  return day.add({ milliseconds: elapsed - (elapsed % step) });
}

function stepFrom(start: Temporal.ZonedDateTime, unit: BucketUnit): Temporal.ZonedDateTime {
  if (unit === "day") return start.add({ days: 1 }).startOfDay();
  if (unit === "week") return start.add({ days: 7 }).startOfDay();
  if (unit === "month") return start.add({ months: 1 }).startOfDay();
  const next = start.add({ minutes: unit === "hour" ? 60 : quarterMinutes });
  // A day that loses half an hour ends inside an hour; the next day begins a bucket of its own.
  const midnight = start.add({ days: 1 }).startOfDay();
  return Temporal.ZonedDateTime.compare(next, midnight) > 0 ? midnight : next;
}
