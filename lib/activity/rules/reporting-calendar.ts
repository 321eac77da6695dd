import { dayOf, moveDay, startOfDay } from "./zone-days";

/** The zone in which days are counted from a moment on; the first entry covers all earlier days. */
export type ZonePeriod = { readonly zone: string; readonly since: Date };

/** How a workspace counts its days, oldest period first. Never empty. */
export type Calendar = readonly [ZonePeriod, ...ZonePeriod[]];

/** A calendar with a single zone. */
export function oneZone(zone: string): Calendar {
  return [{ zone, since: new Date(0) }];
}

/** "Europe/Berlin since 2026-11-29T10:00:00.000Z, before that UTC"; a single zone without a date. */
export function zonesText(calendar: Calendar): string {
  return calendar
    .toReversed()
    .map(({ zone, since }, index) =>
      index < calendar.length - 1 ? `${zone} since ${since.toISOString()}` : zone,
    )
    .join(", before that ");
}

/** The zone in which the day of a moment is counted. */
export function zoneAt(calendar: Calendar, moment: Date): string {
  return (calendar[periodAt(calendar, moment)] ?? calendar[0]).zone;
}

/**
 * The calendar day of a moment, "2026-11-21". Days are consecutive, without gap or overlap. The day in which the zone
 * changes begins in the old zone and ends in the new one: it is longer or shorter than others, and no day occurs twice.
 */
export function dayIn(calendar: Calendar, moment: Date): string {
  const index = periodAt(calendar, moment);
  const { zone, since } = calendar[index] ?? calendar[0];
  const day = dayOf(moment, zone);
  if (index === 0) return day;
  const reached = dayIn(calendar, new Date(since.getTime() - 1));
  return day < reached ? reached : day;
}

/** The first moment of a calendar day, or of the day `days` later. */
export function dayStartIn(calendar: Calendar, day: string, days = 0): Date {
  const wanted = days === 0 ? day : moveDay(day, { days });
  for (const [index, { zone, since }] of calendar.entries()) {
    const start = startOfDay(wanted, zone);
    const until = calendar[index + 1]?.since;
    if (until && start >= until) continue;
    return index > 0 && start < since ? since : start;
  }
  return startOfDay(wanted, calendar[0].zone);
}

/**
 * The start of the stored bucket that contains a moment: the last midnight of UTC or of the calendar, whichever is
 * later. UTC days and calendar days both consist of whole stored buckets, so both can be summed exactly.
 */
export function spanStartIn(calendar: Calendar, moment: Date): Date {
  const midnight = utcMidnight(moment);
  const start = dayStartIn(calendar, dayIn(calendar, moment));
  return start > midnight ? start : midnight;
}

/** True when no stored bucket of days contains time on both sides of the moment. */
export function isStoredBucketBoundary(calendar: Calendar, moment: Date): boolean {
  return spanStartIn(calendar, moment).getTime() === moment.getTime();
}

/** UTC midnight at or before a moment. */
export function utcMidnight(moment: Date): Date {
  return new Date(moment.getTime() - (moment.getTime() % 86_400_000));
}

function periodAt(calendar: Calendar, moment: Date): number {
  const later = calendar.findIndex(({ since }, index) => index > 0 && since > moment);
  return (later < 0 ? calendar.length : later) - 1;
}
