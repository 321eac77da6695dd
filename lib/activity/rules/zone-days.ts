import { Temporal } from "temporal-polyfill";

/** True for an IANA zone that this runtime knows. */
export function isTimeZone(zone: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(zone);
    return /^[A-Za-z0-9_+\-/]{1,64}$/.test(zone) && !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}

/** Midnight of a calendar day in a zone, or the first moment of that day. */
export function startOfDay(day: string, zone: string): Date {
  const date = Temporal.PlainDate.from(day);
  return new Date(date.toZonedDateTime({ timeZone: zone }).startOfDay().epochMilliseconds);
}

/** The calendar day of a moment in a zone, "2026-11-21". */
export function dayOf(moment: Date, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}

/** "2026-11-21" moved by whole calendar days or months. */
export function moveDay(day: string, by: { readonly days?: number; readonly months?: number }): string {
  return Temporal.PlainDate.from(day).add(by).toString();
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

/** Whole days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "days" }).days;
}

/** True for an existing day in the form "2026-11-21". */
export function isDay(text: string): boolean {
  if (!/^20\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString() === text;
  } catch {
    return false;
  }
}
