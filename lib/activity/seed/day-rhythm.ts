import { msPerDay, msPerHour } from "@/lib/kernel/clock";
import type { Random } from "./random";

/** How busy an hour is, by UTC hour of a working day: quiet nights, a dip at noon. */
const hours = [2, 1, 1, 1, 1, 2, 4, 8, 13, 16, 17, 15, 12, 15, 17, 16, 14, 11, 9, 8, 7, 6, 4, 3];
const weekendShare = 0.35;

/** Moments of `count` requests over the days before `now`, oldest first: working days busier than weekends, slowly growing. */
export function requestTimes(count: number, days: number, now: Date, random: Random): readonly number[] {
  const start = now.getTime() - days * msPerDay;
  const firstHour = Math.floor(start / msPerHour);
  const weights = Array.from({ length: days * 24 }, (_, index) => {
    const hour = new Date((firstHour + index) * msPerHour);
    const isWeekend = hour.getUTCDay() === 0 || hour.getUTCDay() === 6;
    const growth = 0.7 + (0.6 * index) / (days * 24);
    return (
      (hours[hour.getUTCHours()] ?? 1) * (isWeekend ? weekendShare : 1) * growth * (0.75 + random.next() / 2)
    );
  });
  const cumulative: number[] = [];
  weights.reduce((sum, weight, index) => (cumulative[index] = sum + weight), 0);
  const whole = cumulative.at(-1) ?? 1;
  const times: number[] = [];
  while (times.length < count) {
    const hour = lowerBound(cumulative, random.next() * whole);
    const time = (firstHour + hour) * msPerHour + Math.floor(random.next() * msPerHour);
    if (time >= start && time < now.getTime()) times.push(time);
  }
  return times.sort((left, right) => left - right);
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
