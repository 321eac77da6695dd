import { formatDay } from "@/lib/kernel/format";
import type { FeedItem } from "./feed-item";

/** Rows of one calendar day, below its heading. */
export type FeedDay = {
  /** "Nov 21, 2026" */
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
export function groupByDay(items: readonly FeedItem[], zone: string, now: string): readonly FeedDay[] {
  const latest = new Date(Math.max(Date.parse(now), Date.parse(items[0]?.at ?? now)));
  const days: { day: string; items: FeedItem[] }[] = [];
  for (const item of items) {
    const day = formatDay(new Date(item.at), zone);
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days.map((one) => ({ ...one, heading: headingOf(one.day, latest, zone) }));
}

function headingOf(day: string, now: Date, zone: string): string {
  const today = formatDay(now, zone);
  const year = today.slice(-6);
  const short = day.endsWith(year) ? day.slice(0, -year.length) : day;
  if (day === today) return `Today, ${short}`;
  return formatDay(dayBefore(now, zone), zone) === day ? `Yesterday, ${short}` : short;
}

/** A moment of the previous day: steps of an hour, because a day has 23 to 25 of them. */
function dayBefore(now: Date, zone: string): Date {
  const today = formatDay(now, zone);
  let moment = now;
  while (formatDay(moment, zone) === today) moment = new Date(moment.getTime() - msPerHour);
  return moment;
}
