import "server-only";
import { z } from "zod";
import { log } from "@/lib/config/log";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { stripe, stripeErrorFacts } from "./internal/stripe-client";

/** made: the hosted page was completed; missing: it was not; unknown: Stripe did not answer in time. */
export type PaymentCheck = "made" | "missing" | "unknown";

const idSchema = z.uuid();

/**
 * Whether the hosted page of an open purchase was paid on, by asking Stripe: the address that it leads back to can be
 * opened by anyone at any time. Says nothing about credits, which come by the webhook and the poller alone. Null for a
 * purchase that is not open, and for one that is not the actor's to see.
 */
export async function checkPayment(
  actor: Actor,
  id: string | null | undefined,
): Promise<PaymentCheck | null> {
  const parsed = idSchema.safeParse(id);
  if (!parsed.success || !isAdmin(actor)) return null;
  const purchase = await db().purchase.findUnique({
    where: { id: parsed.data, workspaceId: actor.workspaceId, state: "open" },
    select: { checkoutSessionId: true },
  });
  if (!purchase) return null;
  if (!purchase.checkoutSessionId) return "missing";
  try {
    const limits = { timeout: 4_000, maxNetworkRetries: 0 };
    const session = await stripe().checkout.sessions.retrieve(purchase.checkoutSessionId, {}, limits);
    return session.status === "complete" ? "made" : "missing";
  } catch (error) {
    log().warn({ event: "payment_not_checked", purchase: parsed.data, ...stripeErrorFacts(error) });
    return "unknown";
  }
}
