import type { Formats } from "@/lib/kernel/format";
import { type Bucket, type BucketUnit, calendarOf, type Span } from "../buckets";
import { type Calendar, dayIn, zoneAt } from "../reporting-calendar";

/** The short label of a bucket: "14:15", "Dec 14", "Dec 2026". */
export function bucketLabel(bucket: Bucket, unit: BucketUnit, zone: string, formats: Formats): string {
  if (unit === "quarter-hour" || unit === "hour") return clock(bucket.start, zone);
  return unit === "month" ? monthText(noonOf(bucket.day)) : formats.shortDay(noonOf(bucket.day), "UTC");
}

/** A month is a word and a year in every format. */
function monthText(day: Date): string {
  return new Intl.DateTimeFormat("en-US", { timeZone: "UTC", month: "short", year: "numeric" }).format(day);
}

/**
 * The exact start and end of a bucket in words, cut to the range: "Dec 14, 2026, 14:00 to 15:00", "Dec 1, 2026 to Dec
 * 14, 2026". Names the zone of days that are counted in another zone than the displayed one.
 */
export function bucketPeriod(bucket: Bucket, unit: BucketUnit, span: Span, formats: Formats): string {
  const start = bucket.start < span.from ? span.from : bucket.start;
  const end = bucket.end > span.to ? span.to : bucket.end;
  if (unit === "quarter-hour" || unit === "hour") {
    return `${formats.day(start, span.zone)}, ${clock(start, span.zone)} to ${endClock(end, span.zone)}`;
  }
  const calendar = calendarOf(span);
  const last = new Date(end.getTime() - 1);
  const [firstDay, lastDay] = [dayText(calendar, start, formats), dayText(calendar, last, formats)];
  const [firstZone, lastZone] = [zoneAt(calendar, start), zoneAt(calendar, last)];
  const day = firstDay === lastDay ? firstDay : `${firstDay} to ${lastDay}`;
  if (firstZone !== lastZone)
    return `${day}, ${clock(start, firstZone)} in ${firstZone} to ${endClock(end, lastZone)} in ${lastZone}`;
  const clocks = firstDay === lastDay ? `, ${clock(start, firstZone)} to ${endClock(end, lastZone)}` : "";
  return `${day}${clocks}${lastZone === span.zone ? "" : ` in ${lastZone}`}`;
}

/** The first and last value of a custom range that consists of this bucket, as in the address of the page. */
export function bucketRange(
  bucket: Bucket,
  unit: BucketUnit,
  span: Span,
): { readonly from: string; readonly to: string } {
  const start = bucket.start < span.from ? span.from : bucket.start;
  const end = bucket.end > span.to ? span.to : bucket.end;
  if (unit === "quarter-hour" || unit === "hour") return { from: momentText(start), to: momentText(end) };
  const calendar = calendarOf(span);
  return { from: dayIn(calendar, start), to: dayIn(calendar, new Date(end.getTime() - 1)) };
}

/** "2026-11-21T14:00Z", as in the address of the page. */
export function momentText(moment: Date): string {
  return `${moment.toISOString().slice(0, 16)}Z`;
}

/** The days of a range, in words: "Nov 14 – Nov 21, 2026"; with times when it is shorter than two days. */
export function rangeText(range: Span & { readonly unit: BucketUnit }, formats: Formats): string {
  const calendar = calendarOf(range);
  const last = new Date(range.to.getTime() - 1);
  if (range.unit === "hour" || range.unit === "quarter-hour") {
    const [first, final] = [dayText(calendar, range.from, formats), dayText(calendar, last, formats)];
    return first === final
      ? `${first}, ${clock(range.from, range.zone)} – ${endClock(range.to, range.zone)}`
      : `${shortDay(calendar, range.from, formats)}, ${clock(range.from, range.zone)} – ${shortDay(calendar, last, formats)}, ${endClock(range.to, range.zone)}`;
  }
  const isOneYear = dayIn(calendar, range.from).slice(0, 4) === dayIn(calendar, last).slice(0, 4);
  const from = isOneYear ? shortDay(calendar, range.from, formats) : dayText(calendar, range.from, formats);
  return dayIn(calendar, range.from) === dayIn(calendar, last)
    ? dayText(calendar, last, formats)
    : `${from} – ${dayText(calendar, last, formats)}`;
}

function shortDay(calendar: Calendar, moment: Date, formats: Formats): string {
  return formats.shortDay(noonOf(dayIn(calendar, moment)), "UTC");
}

/** The calendar day of a moment in words: "Dec 14, 2026". */
export function dayText(calendar: Calendar, moment: Date, formats: Formats): string {
  return formats.day(noonOf(dayIn(calendar, moment)), "UTC");
}

/**
 * The zones in which days of a range are counted before the latest zone, oldest first, and the day with which each
 * ends.
 */
export function earlierZones(
  span: Span,
  formats: Formats,
): readonly { readonly zone: string; readonly until: string }[] {
  const calendar = calendarOf(span);
  return calendar.flatMap(({ zone }, index) => {
    const until = calendar[index + 1]?.since;
    return until && until > span.from && until < span.to
      ? [{ zone, until: dayText(calendar, until, formats) }]
      : [];
  });
}

function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

function endClock(end: Date, zone: string): string {
  const text = clock(end, zone);
  return text === "00:00" ? "24:00" : text;
}

function clock(moment: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(moment);
}
