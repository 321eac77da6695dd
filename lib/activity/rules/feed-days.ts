import { type Formats, formatsFor } from "@/lib/kernel/format";
import type { FeedItem } from "./feed-item";

/** Rows of one calendar day, below its heading. */
export type FeedDay = {
  /** "2026-11-21" */
  readonly day: string;
  /** "Today, Nov 21" */
  readonly heading: string;
  readonly items: readonly FeedItem[];
};

const msPerHour = 3_600_000;

/**
 * Groups rows, newest first, by their day in a time zone. `now` names today; rows that arrived since then may be of a
 * later day, which is then today.
 */
export function groupByDay(
  items: readonly FeedItem[],
  { zone, now, formats }: { readonly zone: string; readonly now: string; readonly formats: Formats },
): readonly FeedDay[] {
  const latest = new Date(Math.max(Date.parse(now), Date.parse(items[0]?.at ?? now)));
  const days: { day: string; at: Date; items: FeedItem[] }[] = [];
  for (const item of items) {
    const at = new Date(item.at);
    const day = calendarDay(at, zone);
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, at, items: [item] });
  }
  return days.map(({ at, ...one }) => ({ ...one, heading: headingOf(at, latest, { zone, formats }) }));
}

const calendarDay = formatsFor("iso").day;

type Place = { readonly zone: string; readonly formats: Formats };

function headingOf(at: Date, now: Date, { zone, formats }: Place): string {
  const [day, today] = [calendarDay(at, zone), calendarDay(now, zone)];
  const text = day.slice(0, 4) === today.slice(0, 4) ? formats.shortDay(at, zone) : formats.day(at, zone);
  if (day === today) return `Today, ${text}`;
  return calendarDay(dayBefore(now, zone), zone) === day ? `Yesterday, ${text}` : text;
}

/** A moment of the previous day: steps of an hour, because a day has 23 to 25 of them. */
function dayBefore(now: Date, zone: string): Date {
  const today = calendarDay(now, zone);
  let moment = now;
  while (calendarDay(moment, zone) === today) moment = new Date(moment.getTime() - msPerHour);
  return moment;
}
