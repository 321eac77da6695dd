import { dayOf, moveDay, startOfDay } from "./zone-days";

/** From when on days are counted in which zone; the first entry reaches back as far as there are days. */
export type ZonePeriod = { readonly zone: string; readonly since: Date };

/** How a workspace counts its days, oldest period first. Never empty. */
export type Calendar = readonly [ZonePeriod, ...ZonePeriod[]];

/** Days of one zone, always. */
export function oneZone(zone: string): Calendar {
  return [{ zone, since: new Date(0) }];
}

/** The zone in which a moment's day is counted. */
export function zoneAt(calendar: Calendar, moment: Date): string {
  return (calendar[periodAt(calendar, moment)] ?? calendar[0]).zone;
}

/**
 * The calendar day of a moment, "2026-11-21". Days follow one another without gap or overlap: the day in which the zone
 * changes begins as the old zone has it and ends as the new one has it, so it is longer or shorter than others, and a day
 * never comes twice.
 */
export function dayIn(calendar: Calendar, moment: Date): string {
  const index = periodAt(calendar, moment);
  const { zone, since } = calendar[index] ?? calendar[0];
  const day = dayOf(moment, zone);
  if (index === 0) return day;
  const reached = dayIn(calendar, new Date(since.getTime() - 1));
  return day < reached ? reached : day;
}

/** The first moment of a calendar day; `days` later when given. */
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
 * The moment from which the stored sums of a day count together: the last midnight, of UTC or of the calendar, whichever
 * is later. Days of UTC and days of the calendar are both whole numbers of these spans, so both can be added up exactly.
 */
export function spanStartIn(calendar: Calendar, moment: Date): Date {
  const midnight = utcMidnight(moment);
  const start = dayStartIn(calendar, dayIn(calendar, moment));
  return start > midnight ? start : midnight;
}

/** True when no stored sum of days lies on both sides of the moment. */
export function isSpanBorder(calendar: Calendar, moment: Date): boolean {
  return spanStartIn(calendar, moment).getTime() === moment.getTime();
}

/** Midnight of UTC at or before a moment. */
export function utcMidnight(moment: Date): Date {
  return new Date(moment.getTime() - (moment.getTime() % 86_400_000));
}

function periodAt(calendar: Calendar, moment: Date): number {
  const later = calendar.findIndex(({ since }, index) => index > 0 && since > moment);
  return (later < 0 ? calendar.length : later) - 1;
}
