import "server-only";
import { log } from "@/lib/config/log";
import { sqlPool } from "@/lib/db/client";
import { applyEventsSoon } from "./apply-events";

/**
 * Makes an event that failed or was given up due now, on behalf of an operator. It is tried for a day again. The caller checks that the user is one.
 * False when the event does not exist or needs no retry.
 */
export async function retryEvent(by: { readonly userId: string }, eventId: string): Promise<boolean> {
  const { rowCount } = await sqlPool().query(
    `update stripe_events set outcome = 'received', attempts = 0, next_try_at = now(), error = null,
            troubled_at = null, retry_since = now()
     where id = $1 and outcome in ('failing', 'dead')`,
    [eventId],
  );
  if (!rowCount) return false;
  log().info({ event: eventId, userId: by.userId }, "stripe event retried by an operator");
  applyEventsSoon();
  return true;
}
