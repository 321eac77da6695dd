import "server-only";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { watchKeyLimits } from "./internal/watch-key-limits";
import { watchLowBalances } from "./internal/watch-low-balances";
import { watchMonthlySpend } from "./internal/watch-monthly-spend";

/**
 * Fires every alert that a balance, a month's spend or a key's usage has reached. Run by a job; safe in several processes
 * at once, because a lock or a unique key decides who fires. Returns how many fired. A run in which nothing has crossed
 * is three reads.
 */
export async function watchBalances(clock: Clock = systemClock): Promise<number> {
  const now = clock();
  const fired = (await watchLowBalances(now)) + (await watchMonthlySpend(now)) + (await watchKeyLimits(now));
  if (fired > 0) void deliverMails();
  return fired;
}
