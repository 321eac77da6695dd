import { msPerDay, msPerHour } from "@/lib/kernel/clock";
import type { Random } from "./random";

/** How busy each UTC hour of a working day is: quiet nights, a dip at noon. */
const hours = [2, 1, 1, 1, 1, 2, 4, 8, 13, 16, 17, 15, 12, 15, 17, 16, 14, 11, 9, 8, 7, 6, 4, 3];
const weekendShare = 0.35;

/** Working days busier than weekends; or every day of the week alike, so that it does not matter which one is today. */
export type Rhythm = "working-week" | "same-days";

export type TimesPlan = {
  readonly count: number;
  readonly days: number;
  readonly now: Date;
  readonly rhythm: Rhythm;
};

/**
 * Times of `count` requests over the days before `now`, oldest first; traffic grows slowly. Drawn hour by hour, so that
 * ten million need no more memory than ten.
 */
export function* requestTimes({ count, days, now, rhythm }: TimesPlan, random: Random): Generator<number> {
  const start = now.getTime() - days * msPerDay;
  const firstHour = Math.floor(start / msPerHour);
  const spans = Array.from({ length: days * 24 + 1 }, (_, index) => {
    const from = (firstHour + index) * msPerHour;
    return { from: Math.max(from, start), to: Math.min(from + msPerHour, now.getTime()) };
  }).filter(({ from, to }) => from < to);
  const cumulative: number[] = [];
  spans.reduce((sum, { from, to }, index) => {
    const hour = new Date(from);
    const isWeekend = rhythm === "working-week" && (hour.getUTCDay() === 0 || hour.getUTCDay() === 6);
    const growth = 0.7 + (0.6 * index) / spans.length;
    const busy = (hours[hour.getUTCHours()] ?? 1) * (isWeekend ? weekendShare : 1) * growth;
    return (cumulative[index] = sum + (busy * (0.75 + random.next() / 2) * (to - from)) / msPerHour);
  }, 0);
  const whole = cumulative.at(-1) ?? 1;
  const counts = new Uint32Array(spans.length);
  for (let drawn = 0; drawn < count; drawn += 1) {
    const index = lowerBound(cumulative, random.next() * whole);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  for (const [index, { from, to }] of spans.entries()) {
    const times = Array.from(
      { length: counts[index] ?? 0 },
      () => from + Math.floor(random.next() * (to - from)),
    );
    yield* times.sort((left, right) => left - right);
  }
}

function lowerBound(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
