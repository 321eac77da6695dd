import { randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { db, sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import type { Nanos } from "@/lib/kernel/money";
import { applyDueEvents } from "@/lib/billing/events/apply-events";
import { receiveEvent } from "@/lib/billing/events/receive-event";
import { stripeEventSchema, type StripeEvent } from "@/lib/billing/rules/stripe-objects";
import { createWorkspace } from "./factories";

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

/** Stores and applies an event as its delivery would. The outcome is the stored one, or duplicate. */
export async function applyStripeEvent(event: StripeEvent): Promise<{ outcome: string }> {
  const isNew = await receiveEvent(event, "webhook");
  if (isNew) await applyDueEvents();
  const where = { id: event.id };
  const { outcome } = await db().stripeEvent.findUniqueOrThrow({ where, select: { outcome: true } });
  return { outcome: isNew || outcome === "ignored" ? outcome : "duplicate" };
}

/** Applies events one after the other. */
export async function applyStripeEvents(events: readonly StripeEvent[]): Promise<void> {
  for (const event of events) await applyStripeEvent(event);
}

/** A new workspace with an open purchase, and the events that its payment can cause. */
export async function openPurchase() {
  const workspace = await createWorkspace();
  const purchase = await createPurchase(workspace.actor);
  return { ...workspace, purchase, events: eventsOf(purchase) };
}

/** What an account has moved for a workspace: debits minus credits. */
export async function netDebits(workspaceId: string, kind: string): Promise<Nanos> {
  const { rows } = await sqlPool().query<{ net: Nanos }>(
    `select coalesce(sum(case when a.id = t.debit_account_id then t.amount_nanos else -t.amount_nanos end), 0)::bigint as net
     from transfers t join ledger_accounts a on a.kind = $2::ledger_account_kind and a.id in (t.debit_account_id, t.credit_account_id)
     where t.workspace_id = $1`,
    [workspaceId, kind],
  );
  return rows[0]?.net ?? 0n;
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
    /** `number` tells the refunds of one payment apart. */
    refund: (number: number, cents: number, status: "pending" | "succeeded" | "failed" = "succeeded") =>
      stripeEvent(status === "failed" ? "refund.failed" : "refund.updated", {
        id: `re_${number}_${purchase.chargeId}`,
        object: "refund",
        amount: cents,
        status,
        charge: purchase.chargeId,
        payment_intent: purchase.paymentIntentId,
      }),
    disputeCreated: () => stripeEvent("charge.dispute.created", { ...dispute, status: "needs_response" }),
    disputeClosed: (status: "won" | "lost") => stripeEvent("charge.dispute.closed", { ...dispute, status }),
  };
}
