import { msPerMinute } from "@/lib/kernel/clock";

const quarterHourMs = 15 * msPerMinute;

/**
 * The first of the four quarter-hours that count as the last hour: the running one and the three before it. Between 45 and
 * 60 minutes, so that sums by quarter-hour never show more than an hour as one.
 */
export function recentHourStart(now: Date): Date {
  return new Date(Math.floor(now.getTime() / quarterHourMs) * quarterHourMs - 3 * quarterHourMs);
}
