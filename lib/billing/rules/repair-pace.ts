import { msPerDay, msPerMinute } from "@/lib/kernel/clock";

/**
 * Milliseconds until something that Stripe rejected is tried again, after `attempts` failed ones: a minute, then four
 * times as long each time, up to a day.
 */
export function repairPauseMs(attempts: number): number {
  return Math.min(msPerDay, msPerMinute * 4 ** Math.min(Math.max(attempts, 1) - 1, 10));
}
