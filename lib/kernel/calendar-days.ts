/**
 * Calendar days as text ("2026-11-21") without a time zone, for pickers in the browser. They sort and compare as text.
 * Small on purpose: the arithmetic of zones needs a library that a page would otherwise not load.
 */

const msPerDay = 86_400_000;

function moment(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayAt(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** "2026-11-21" moved by whole days. */
export function addDays(day: string, days: number): string {
  return dayAt(moment(day) + days * msPerDay);
}

/** Whole days from one day to another; negative when the other is earlier. */
export function countDays(from: string, to: string): number {
  return Math.round((moment(to) - moment(from)) / msPerDay);
}

/** "2026-11" of "2026-11-21". */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** "2026-11" moved by whole months. */
export function addMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return dayAt(Date.UTC(year, number - 1 + months, 1)).slice(0, 7);
}

/** The same day of another month, or the last one of a shorter month. */
export function inMonth(day: string, month: string): string {
  const last = addDays(`${addMonths(month, 1)}-01`, -1);
  const same = `${month}-${day.slice(8)}`;
  return same > last ? last : same;
}

/** The day of the week, counted from the day that weeks start with: 0 to 6. */
export function weekPlace(day: string, weekStart: WeekStart): number {
  return (new Date(moment(day)).getUTCDay() - weekStart + 7) % 7;
}

/** Sunday or Monday. */
export type WeekStart = 0 | 1;

/** The weeks of a month from top to bottom, seven places each; null is a place of another month. */
export function weeksOf(month: string, weekStart: WeekStart): readonly (readonly (string | null)[])[] {
  const first = `${month}-01`;
  const length = countDays(first, `${addMonths(month, 1)}-01`);
  const lead = weekPlace(first, weekStart);
  return Array.from({ length: Math.ceil((lead + length) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (__, place) => {
      const index = week * 7 + place - lead;
      return index < 0 || index >= length ? null : addDays(first, index);
    }),
  );
}
