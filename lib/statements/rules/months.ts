import { type Calendar, dayIn, dayStartIn, zoneAt } from "@/lib/activity/rules/reporting-calendar";
import { moveDay } from "@/lib/activity/rules/zone-days";
import { msPerMinute } from "@/lib/kernel/clock";

/** True for "2026-11". */
export function isMonth(text: string): boolean {
  return /^20\d{2}-(0[1-9]|1[0-2])$/.test(text);
}

/** The month of a moment in a workspace's calendar, "2026-11". */
export function monthIn(calendar: Calendar, moment: Date): string {
  return dayIn(calendar, moment).slice(0, 7);
}

/** "2026-11" moved by whole months. */
export function moveMonth(month: string, months: number): string {
  return moveDay(`${month}-01`, { months }).slice(0, 7);
}

/** All months from one to another, oldest first; both included. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = moveMonth(month, 1)) months.push(month);
  return months;
}

/** The first moment of a month, and that of the next one. */
export function monthSpan(calendar: Calendar, month: string): { readonly from: Date; readonly to: Date } {
  return {
    from: dayStartIn(calendar, `${month}-01`),
    to: dayStartIn(calendar, `${moveMonth(month, 1)}-01`),
  };
}

/** A transfer is dated by the beginning of its transaction, which may take this long to commit. */
const lateCommitMs = msPerMinute;

/** Whether no transaction of a time that ends at `to` can still be added. */
export function isFinished(to: Date, now: Date): boolean {
  return now.getTime() >= to.getTime() + lateCommitMs;
}

/** The zones in which the days of a time are counted: one, or two where the workspace changed its zone. */
export function zonesOf(calendar: Calendar, from: Date, to: Date): readonly string[] {
  const later = calendar.filter(({ since }) => since > from && since < to).map(({ zone }) => zone);
  return [...new Set([zoneAt(calendar, from), ...later])];
}

/** "November 2026" */
export function monthName(month: string): string {
  const format = new Intl.DateTimeFormat("en-US", { month: "long", year: "numeric", timeZone: "UTC" });
  return format.format(new Date(`${month}-15T12:00:00Z`));
}
