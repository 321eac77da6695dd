/** What requests to free models are counted by. */
export type FreePeriod = "day" | "minute";
export type FreeWindow = { readonly start: Date; readonly end: Date };

const lengthMs: Readonly<Record<FreePeriod, number>> = { day: 86_400_000, minute: 60_000 };

/** The day or minute, in UTC, that a time falls into. Both are whole numbers of their length since the epoch. */
export function freeWindow(period: FreePeriod, now: Date): FreeWindow {
  const startMs = Math.floor(now.getTime() / lengthMs[period]) * lengthMs[period];
  return { start: new Date(startMs), end: new Date(startMs + lengthMs[period]) };
}
