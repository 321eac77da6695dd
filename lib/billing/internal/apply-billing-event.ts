import "server-only";
import { log } from "@/lib/config/log";
import type { Tx } from "@/lib/db/client";
import { nextState } from "../rules/purchase-state";
import type { BillingEvent } from "../rules/billing-events";
import { creditPurchase } from "./credit-purchase";
import { lockPurchase, ownPurchase, type PurchaseRow } from "./purchase-row";
import { applyDispute, applyRefund } from "./reverse-purchase";

/**
 * Applies a billing event to a purchase, in the caller's transaction. The only way to credit, for webhook and poller;
 * safe to run any number of times and in any order, because the row lock shows what was done and the ledger's keys name
 * the payment. `source` identifies the origin of the billing event (an event's id), for the keys of reversals.
 */
export async function applyBillingEvent(
  tx: Tx,
  purchaseId: string,
  billingEvent: BillingEvent,
  source: string,
): Promise<void> {
  const purchase = await lockPurchase(tx, purchaseId);
  if (!isItsPayment(purchase, billingEvent)) {
    log().error(
      { purchase: purchase.id, type: billingEvent.kind, source },
      "event names a purchase but not its payment",
    );
    return;
  }
  await rememberIds(tx, purchase, billingEvent);
  switch (billingEvent.kind) {
    case "paid":
      return receivePayment(tx, purchase, billingEvent, source);
    case "pending":
      return moveTo(tx, purchase, "pending", null);
    case "failed":
      return moveTo(tx, purchase, "failed", billingEvent.failureCode);
    case "expired":
      return moveTo(tx, purchase, "expired", null);
    case "declined":
      return recordDecline(tx, purchase, billingEvent.failureCode);
    case "charged":
      return recordCharge(tx, purchase, billingEvent);
    case "refunded":
      return applyRefund(tx, purchase, billingEvent, source);
    case "disputed":
      return applyDispute(tx, purchase, billingEvent, source);
  }
}

/**
 * A purchase has one session and one payment. Metadata can be copied by hand in Stripe's dashboard; a second payment
 * that carries the same purchase id must not count as the first.
 */
function isItsPayment(purchase: PurchaseRow, billingEvent: BillingEvent): boolean {
  const { sessionId, paymentIntentId } = billingEvent.ref;
  if (sessionId && purchase.checkoutSessionId && sessionId !== purchase.checkoutSessionId) return false;
  return !(paymentIntentId && purchase.paymentIntentId && paymentIntentId !== purchase.paymentIntentId);
}

async function rememberIds(tx: Tx, purchase: PurchaseRow, billingEvent: BillingEvent): Promise<void> {
  const known = {
    checkoutSessionId: purchase.checkoutSessionId ?? billingEvent.ref.sessionId,
    paymentIntentId: purchase.paymentIntentId ?? billingEvent.ref.paymentIntentId,
    // A declined attempt has a separate charge, which is not the one that a refund would name.
    chargeId: (billingEvent.kind === "declined" ? null : billingEvent.ref.chargeId) ?? purchase.chargeId,
  };
  const hasChanged =
    known.checkoutSessionId !== purchase.checkoutSessionId ||
    known.paymentIntentId !== purchase.paymentIntentId ||
    known.chargeId !== purchase.chargeId;
  if (!hasChanged) return;
  const data = { ...known, updatedAt: new Date() };
  await tx.purchase.update({ where: ownPurchase(purchase), data, select: { id: true } });
}

async function receivePayment(
  tx: Tx,
  purchase: PurchaseRow,
  billingEvent: Extract<BillingEvent, { kind: "paid" }>,
  source: string,
): Promise<void> {
  if (purchase.state === "credited") return;
  if (billingEvent.currency === "usd" && billingEvent.amountCents === purchase.totalCents) {
    return creditPurchase(tx, purchase, source);
  }
  const failureCode = billingEvent.currency === "usd" ? "amount_mismatch" : "currency_mismatch";
  log().error(
    { purchase: purchase.id, source, failureCode },
    "payment does not match its purchase; nothing credited",
  );
  await moveTo(tx, purchase, "failed", failureCode);
}

async function moveTo(
  tx: Tx,
  purchase: PurchaseRow,
  update: "pending" | "failed" | "expired",
  failureCode: string | null,
): Promise<void> {
  const state = nextState(purchase.state, update);
  if (state === purchase.state) return;
  await tx.purchase.update({
    where: ownPurchase(purchase),
    data: { state, failureCode },
    select: { id: true },
  });
}

/** One attempt was declined; the hosted page stays open, and the reason is shown to the user. */
async function recordDecline(tx: Tx, purchase: PurchaseRow, failureCode: string): Promise<void> {
  if (purchase.state !== "open" && purchase.state !== "pending") return;
  await tx.purchase.update({ where: ownPurchase(purchase), data: { failureCode }, select: { id: true } });
}

async function recordCharge(
  tx: Tx,
  purchase: PurchaseRow,
  billingEvent: Extract<BillingEvent, { kind: "charged" }>,
): Promise<void> {
  const data = {
    receiptUrl: billingEvent.receiptUrl ?? purchase.receiptUrl,
    method: billingEvent.method ?? purchase.method,
  };
  if (data.receiptUrl === purchase.receiptUrl && data.method === purchase.method) return;
  await tx.purchase.update({ where: ownPurchase(purchase), data, select: { id: true } });
}
