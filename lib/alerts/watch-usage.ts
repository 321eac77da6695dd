import "server-only";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { watchRejectedKeys } from "./internal/watch-rejected-keys";
import { watchUnusualSpend } from "./internal/watch-unusual-spend";

/**
 * Fires the alerts that say that someone else may have a key: far more spend in the last hour than usual, and many
 * requests with a key that no longer works. Run by a job; safe in several processes at once, because a lock on the key, or
 * the workspace, decides who fires. Returns how many fired.
 */
export async function watchUsage(clock: Clock = systemClock): Promise<number> {
  const now = clock();
  const fired = (await watchUnusualSpend(now)) + (await watchRejectedKeys(now));
  if (fired > 0) void deliverMails();
  return fired;
}
