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
 * Applies a verified event. One transaction claims the event's id and does what follows from it: a failure rolls
 * back both, so Stripe's next delivery finds everything undone; what is committed is never done again. Which of
 * several events of a payment comes first, or whether all of them come, does not matter. Throws when it could
 * not be done now; the caller answers 5xx.
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

/** True when this delivery is the first to be committed. Another one under way is waited for by the unique key. */
async function claim(tx: Tx, event: StripeEvent, outcome: string): Promise<boolean> {
  const { count } = await tx.stripeEvent.createMany({
    data: [{ id: event.id, type: event.type, createdAt: new Date(event.created * msPerSecond), outcome }],
    skipDuplicates: true,
  });
  return count === 1;
}

/**
 * The purchase that a fact is about. Disputes carry none of our metadata, and may arrive before the payment's own
 * events made its id known: then Stripe is asked whose payment it is, before any transaction is open.
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
