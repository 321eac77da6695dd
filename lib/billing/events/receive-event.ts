import "server-only";
import { sqlPool } from "@/lib/db/client";
import { msPerSecond } from "@/lib/kernel/clock";
import { isLiveMode } from "../internal/stripe-client";
import { handledEventTypes } from "../rules/billing-events";
import { unnamedType } from "../rules/retry-event";
import { eventFacts } from "../rules/event-facts";
import type { StripeEvent } from "../rules/stripe-objects";

/**
 * Stores an authentic event, before anything else is done with it. Types that are not handled, and the other mode of the
 * Stripe account, are stored as ignored without their object. An event that was not applied yet is tried anew when it
 * is delivered again, as it is then: the earlier delivery may have been unreadable. Returns whether there is anything to apply.
 */
export async function receiveEvent(event: StripeEvent, source: "webhook" | "sweep"): Promise<boolean> {
  const isHandled = event.livemode === isLiveMode() && handledEventTypes.includes(event.type);
  const { rowCount } = await sqlPool().query(
    `insert into stripe_events (id, type, created_at, source, facts, outcome, next_try_at, processed_at)
     values ($1, $2, $3, $4, $5, case when $6 then 'received' else 'ignored' end,
             case when $6 then now() end, case when not $6 then now() end)
     on conflict (id) do update
       set outcome = excluded.outcome, attempts = 0, next_try_at = excluded.next_try_at,
           processed_at = excluded.processed_at, error = null, troubled_at = null, retry_since = now(),
           type = excluded.type, created_at = excluded.created_at, facts = excluded.facts
       where stripe_events.outcome in ('received', 'failing', 'dead')
          or (stripe_events.outcome = 'ignored' and stripe_events.type = '${unnamedType}')`,
    [
      event.id,
      event.type,
      new Date(event.created * msPerSecond),
      source,
      isHandled ? JSON.stringify(eventFacts(event.type, event.data.object)) : null,
      isHandled,
    ],
  );
  return isHandled && (rowCount ?? 0) > 0;
}
