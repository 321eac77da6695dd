import "server-only";
import { z } from "zod";
import { log } from "@/lib/config/log";
import { sqlPool } from "@/lib/db/client";
import { msPerSecond } from "@/lib/kernel/clock";
import { isLiveMode } from "../internal/stripe-client";
import { handledEventTypes } from "../rules/billing-events";
import { unnamedType, unreadable } from "../rules/retry-event";
import { stripeEventSchema } from "../rules/stripe-objects";

const { id, type, created, livemode } = stripeEventSchema.shape;
const namedSchema = z.object({
  id,
  type: type.catch(unnamedType),
  created: created.nullable().catch(null),
  livemode: livemode.nullable().catch(null),
});

/**
 * Stores what Stripe signed or listed as an event, and is none that can be read, as given up, so that an operator sees it.
 * Nothing of its object is stored. Without an id, with a type that is not handled, or of the other mode of the Stripe
 * account, it is left out. Returns whether it is new.
 */
export async function receiveUnreadable(value: unknown, source: "webhook" | "sweep"): Promise<boolean> {
  const event = namedSchema.safeParse(value).data;
  if (!event) return false;
  const isOurs = event.livemode === null || event.livemode === isLiveMode();
  if (!isOurs || (event.type !== unnamedType && !handledEventTypes.includes(event.type))) return false;
  const { rowCount } = await sqlPool().query(
    `insert into stripe_events (id, type, created_at, source, outcome, attempts, error, troubled_at, processed_at)
     values ($1, $2, $3, $4, 'dead', 1, $5, now(), null) on conflict (id) do nothing`,
    [
      event.id,
      event.type,
      event.created === null ? new Date() : new Date(event.created * msPerSecond),
      source,
      unreadable,
    ],
  );
  if (!rowCount) return false;
  log().error({ event: event.id, type: event.type, reason: unreadable }, "stripe event failed");
  return true;
}
