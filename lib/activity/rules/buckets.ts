import { type Calendar, dayIn, dayStartIn, oneZone } from "./reporting-calendar";
import { mondayOf, moveDay } from "./zone-days";

export type BucketUnit = "quarter-hour" | "hour" | "day" | "week" | "month";

/** One bar of a chart, with its true start and end (half open). */
export type Bucket = {
  readonly start: Date;
  readonly end: Date;
  /** The first calendar day of the bucket, "2026-11-21". */
  readonly day: string;
  /** True until its end has passed: its values can still grow. */
  readonly isUnfinished: boolean;
};

/** A half-open span of time, cut into buckets that cover it without gap or overlap. */
export type Span = {
  readonly from: Date;
  readonly to: Date;
  /** The zone in which times are displayed. */
  readonly zone: string;
  /** How days are counted, when that differs from `zone`. */
  readonly calendar?: Calendar;
};

export function calendarOf({ zone, calendar }: Pick<Span, "zone" | "calendar">): Calendar {
  return calendar ?? oneZone(zone);
}

/** The shortest step of the stored sums, in minutes: every zone in use today is a multiple of it from UTC. */
const quarterHourMinutes = 15;

/** An upper bound for any chart: 35 days of quarter-hours are 3,360. */
const bucketsMax = 4_000;

/**
 * Cuts a span into buckets. Days, weeks (from Monday) and months follow the calendar, so that a day with a clock change
 * has 23 or 25 hours; quarter-hours and hours are steps of real time from the start of their day. The first bucket
 * begins at or before `from`, the last ends at or after `to`.
 */
export function bucketsOf(span: Span, unit: BucketUnit, now: Date): readonly Bucket[] {
  const buckets: Bucket[] = [];
  let last: Boundary | null = null;
  for (const boundary of boundaries(calendarOf(span), span.from, unit)) {
    if (last) {
      const { start, day } = last;
      buckets.push({ start, end: boundary.start, day, isUnfinished: boundary.start > now });
    }
    if (boundary.start >= span.to || buckets.length === bucketsMax) break;
    last = boundary;
  }
  return buckets;
}

/** The start of the bucket that contains a moment, and of the next one. */
export function bucketAround(
  moment: Date,
  calendar: Calendar,
  unit: BucketUnit,
): { readonly start: Date; readonly end: Date } {
  const [first, second] = take(boundaries(calendar, moment, unit), 2);
  return { start: first?.start ?? moment, end: second?.start ?? moment };
}

type Boundary = { readonly start: Date; readonly day: string };

/** An endless sequence of bucket starts, from the bucket that contains `from`. */
function* boundaries(calendar: Calendar, from: Date, unit: BucketUnit): Generator<Boundary> {
  const isStep = unit === "quarter-hour" || unit === "hour";
  const stepMs = (unit === "hour" ? 60 : quarterHourMinutes) * 60_000;
  let day = firstDay(dayIn(calendar, from), unit);
  let start = dayStartIn(calendar, day);
  for (;;) {
    const nextDay = moveDay(day, dayStep(unit));
    const next = dayStartIn(calendar, nextDay);
    if (!isStep) {
      // A change of zone can leave a day without any time.
      if (next > start) yield { start, day };
    } else {
      // Steps of real time from midnight, so that an hour that a clock change repeats is two buckets, not one. A day
      // that loses half an hour ends inside an hour; the next day begins a new bucket.
      for (let at = start.getTime(); at < next.getTime(); at += stepMs) {
        if (at + stepMs > from.getTime()) yield { start: new Date(at), day };
      }
    }
    day = nextDay;
    start = next;
  }
}

function firstDay(day: string, unit: BucketUnit): string {
  if (unit === "week") return mondayOf(day);
  return unit === "month" ? `${day.slice(0, 7)}-01` : day;
}

function dayStep(unit: BucketUnit): { readonly days?: number; readonly months?: number } {
  if (unit === "week") return { days: 7 };
  return unit === "month" ? { months: 1 } : { days: 1 };
}

function take<Item>(items: Generator<Item>, count: number): Item[] {
  const taken: Item[] = [];
  for (const item of items) {
    taken.push(item);
    if (taken.length === count) break;
  }
  return taken;
}
