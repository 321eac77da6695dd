import "server-only";
import { z } from "zod";
import { log } from "@/lib/config/log";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { stripe, stripeErrorFacts } from "./internal/stripe-client";

/** made: the hosted page was completed; missing: it was not; unknown: Stripe did not respond in time. */
export type PaymentCheck = "made" | "missing" | "unknown";

const idSchema = z.uuid();

/**
 * Asks Stripe whether the hosted page of an open purchase was paid, because anyone can open its return URL at any time.
 * This says nothing about credits, which are posted only by the webhook and the poller. Null for a purchase that is not
 * open or that the actor may not see.
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
    if (session.status !== "complete") return "missing";
    // If its webhook was lost, the poller credits it in its next run.
    await db().purchase.updateMany({
      where: { id: parsed.data, workspaceId: actor.workspaceId },
      data: { nextCheckAt: new Date() },
    });
    return "made";
  } catch (error) {
    log().warn({ event: "payment_not_checked", purchase: parsed.data, ...stripeErrorFacts(error) });
    return "unknown";
  }
}
