import { randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { stripeEventSchema, type StripeEvent } from "@/lib/billing/rules/billing-events";

/** A purchase of $10.00 that is open on the hosted page, and Stripe's ids of its payment. */
export type PaidPurchase = {
  readonly purchaseId: string;
  readonly sessionId: string;
  readonly paymentIntentId: string;
  readonly chargeId: string;
  readonly disputeId: string;
};

export async function createPurchase(actor: Actor): Promise<PaidPurchase> {
  const suffix = randomBytes(9).toString("hex");
  const purchaseId = uuidv7();
  const { workspaceId, userId } = actor;
  await db().purchase.create({
    data: {
      id: purchaseId,
      workspaceId,
      userId,
      creditsNanos: 10_000_000_000n,
      feeNanos: 800_000_000n,
      totalCents: 1080,
      checkoutSessionId: `cs_test_${suffix}`,
    },
    select: { id: true },
  });
  return {
    purchaseId,
    sessionId: `cs_test_${suffix}`,
    paymentIntentId: `pi_${suffix}`,
    chargeId: `ch_${suffix}`,
    disputeId: `dp_${suffix}`,
  };
}

/** One event with a new id, in the shape sent by Stripe. */
export function stripeEvent(type: string, object: object): StripeEvent {
  const id = `evt_${randomBytes(12).toString("hex")}`;
  const created = Math.floor(Date.now() / 1000);
  return stripeEventSchema.parse({ id, type, created, livemode: false, data: { object } });
}

/** Every event that a payment can cause, by a short name. */
export function eventsOf(purchase: PaidPurchase) {
  const metadata = { purchase_id: purchase.purchaseId };
  const session = {
    id: purchase.sessionId,
    object: "checkout.session",
    mode: "payment",
    status: "complete",
    payment_status: "paid",
    amount_total: 1080,
    currency: "usd",
    payment_intent: purchase.paymentIntentId,
    metadata,
  };
  const intent = {
    id: purchase.paymentIntentId,
    object: "payment_intent",
    amount_received: 1080,
    currency: "usd",
    latest_charge: purchase.chargeId,
    last_payment_error: null,
    metadata,
  };
  const charge = {
    id: purchase.chargeId,
    object: "charge",
    payment_intent: purchase.paymentIntentId,
    amount_refunded: 0,
    receipt_url: `https://pay.example.test/receipts/${purchase.chargeId}`,
    payment_method_details: { type: "card", card: { brand: "visa", last4: "4242" } },
    metadata,
  };
  const dispute = {
    id: purchase.disputeId,
    object: "dispute",
    amount: 1080,
    charge: purchase.chargeId,
    payment_intent: purchase.paymentIntentId,
  };
  return {
    completed: () => stripeEvent("checkout.session.completed", session),
    completedUnpaid: () =>
      stripeEvent("checkout.session.completed", { ...session, payment_status: "unpaid" }),
    asyncSucceeded: () => stripeEvent("checkout.session.async_payment_succeeded", session),
    asyncFailed: () =>
      stripeEvent("checkout.session.async_payment_failed", { ...session, payment_status: "unpaid" }),
    expired: () =>
      stripeEvent("checkout.session.expired", { ...session, payment_status: "unpaid", status: "expired" }),
    intentSucceeded: (change: object = {}) =>
      stripeEvent("payment_intent.succeeded", { ...intent, ...change }),
    intentProcessing: () => stripeEvent("payment_intent.processing", { ...intent, amount_received: 0 }),
    intentDeclined: () =>
      stripeEvent("payment_intent.payment_failed", {
        ...intent,
        amount_received: 0,
        last_payment_error: { code: "card_declined", decline_code: "generic_decline" },
      }),
    chargeSucceeded: () => stripeEvent("charge.succeeded", charge),
    chargeUpdated: () => stripeEvent("charge.updated", charge),
    refunded: (cents: number) => stripeEvent("charge.refunded", { ...charge, amount_refunded: cents }),
    disputeCreated: () => stripeEvent("charge.dispute.created", { ...dispute, status: "needs_response" }),
    disputeClosed: (status: "won" | "lost") => stripeEvent("charge.dispute.closed", { ...dispute, status }),
  };
}
