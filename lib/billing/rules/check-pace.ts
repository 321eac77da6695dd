import { msPerDay, msPerHour, msPerMinute, msPerSecond } from "@/lib/kernel/clock";

/** A buyer needs this long to type a card number; webhooks usually arrive within seconds of it. */
export const firstCheckMs = 20 * msPerSecond;

/** A hosted page is open for two hours, and its payment must be found within minutes whenever it is made. */
const pageOpenMs = 2 * msPerHour + 15 * msPerMinute;

/**
 * Milliseconds until Stripe is asked again about an unsettled purchase of this age: a quarter of its age, at most four
 * minutes while its page may still be paid, an hour in the first three days, and then a day.
 */
export function nextCheckMs(ageMs: number): number {
  const longestMs = ageMs < pageOpenMs ? 4 * msPerMinute : ageMs < 3 * msPerDay ? msPerHour : msPerDay;
  return Math.min(longestMs, Math.max(firstCheckMs, ageMs / 4));
}
