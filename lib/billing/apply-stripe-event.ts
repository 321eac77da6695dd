import "server-only";
import { transaction, type Tx } from "@/lib/db/client";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { msPerSecond } from "@/lib/kernel/clock";
import { applyBillingEvent } from "./internal/apply-billing-event";
import { findPurchaseId } from "./internal/purchase-row";
import { isLiveMode, isMissing, stripe } from "./internal/stripe-client";
import { billingEventOf, purchaseIdIn, type StripeEvent, type BillingEvent } from "./rules/billing-events";

export type AppliedEvent = { readonly outcome: "applied" | "ignored" | "duplicate" };

/**
 * Applies a verified event. One transaction claims the event's id and makes the changes: a failure rolls back both, so
 * that Stripe's next delivery starts over; committed changes are never made again. The events of a payment may arrive
 * in any order, and some may never arrive. Throws when the event cannot be applied now; the caller responds with 5xx.
 */
export async function applyStripeEvent(event: StripeEvent): Promise<AppliedEvent> {
  const billingEvent = event.livemode === isLiveMode() ? billingEventOf(event) : null;
  const purchaseId = billingEvent && (await locate(billingEvent));
  const outcome = billingEvent && purchaseId ? "applied" : "ignored";
  const isNew = await transaction(async (tx) => {
    if (!(await claim(tx, event, outcome))) return false;
    if (billingEvent && purchaseId) await applyBillingEvent(tx, purchaseId, billingEvent, event.id);
    return true;
  });
  if (isNew && billingEvent?.kind === "paid") void deliverMails();
  return { outcome: isNew ? outcome : "duplicate" };
}

/** True when this delivery is the first to commit. The unique key makes a concurrent delivery wait. */
async function claim(tx: Tx, event: StripeEvent, outcome: string): Promise<boolean> {
  const { count } = await tx.stripeEvent.createMany({
    data: [{ id: event.id, type: event.type, createdAt: new Date(event.created * msPerSecond), outcome }],
    skipDuplicates: true,
  });
  return count === 1;
}

/**
 * Finds the purchase of a billing event. Disputes carry none of the product's metadata and may arrive before the
 * payment's own events have set its id. In that case Stripe is asked for the payment, before any transaction is open.
 */
async function locate(billingEvent: BillingEvent): Promise<string | null> {
  const known = await findPurchaseId(billingEvent.ref);
  const paymentIntentId = billingEvent.ref.paymentIntentId;
  if (known || billingEvent.ref.purchaseId || !paymentIntentId) return known;
  if (billingEvent.kind !== "disputed" && billingEvent.kind !== "refunded") return null;
  try {
    const purchaseId = purchaseIdIn(await stripe().paymentIntents.retrieve(paymentIntentId));
    return purchaseId ? await findPurchaseId({ ...billingEvent.ref, purchaseId }) : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
