/** The periods by which requests to free models are limited. */
export type FreePeriod = "day" | "minute";
export type FreeWindow = { readonly start: Date; readonly end: Date };

const lengthMs: Readonly<Record<FreePeriod, number>> = { day: 86_400_000, minute: 60_000 };

/** The UTC day or minute that a time is in. Both are multiples of their length since the epoch. */
export function freeWindow(period: FreePeriod, now: Date): FreeWindow {
  const startMs = Math.floor(now.getTime() / lengthMs[period]) * lengthMs[period];
  return { start: new Date(startMs), end: new Date(startMs + lengthMs[period]) };
}
