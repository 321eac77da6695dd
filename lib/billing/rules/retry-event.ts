import { msPerDay, msPerHour, msPerMinute, msPerSecond } from "@/lib/kernel/clock";

const pausesMs = [2, 5, 10, 20].map((seconds) => seconds * msPerSecond);
const laterMs = [msPerMinute, 5 * msPerMinute, 15 * msPerMinute, msPerHour];

/** From this many attempts on, within a minute of the first, an event counts as trouble and operators are told. */
export const troublingAttempts = 5;

/** An event that could not be applied for this long is given up, until an operator retries it. */
const patienceMs = msPerDay;

/**
 * Milliseconds until the next attempt to apply an event, after `attempts` failed ones: four within a minute, then at
 * growing distances up to an hour. Null when it is given up, a day after it was received or last tried anew; `ageMs` is
 * the time since then.
 */
export function retryPauseMs(attempts: number, ageMs: number): number | null {
  if (ageMs >= patienceMs) return null;
  const later = laterMs[Math.min(attempts - 1 - pausesMs.length, laterMs.length - 1)];
  return pausesMs[attempts - 1] ?? later ?? msPerHour;
}

/** The stored error of an event whose object has not the shape that Stripe documents. */
export const unreadable = "unreadable";

/** The stored type of an event whose type cannot be read. Stripe has no such type. */
export const unnamedType = "unknown";

/** SQL condition: an event that an operator has to look at. Every list, count and alert uses it. */
export const needsAttention = `(outcome = 'dead' or (outcome = 'failing' and attempts >= ${troublingAttempts}))`;
