import "server-only";
import { log } from "@/lib/config/log";
import type { Tx } from "@/lib/db/client";
import { matchPayment } from "../rules/payment-match";
import { nextState } from "../rules/purchase-state";
import type { BillingEvent } from "../rules/billing-events";
import { alertOfFailure } from "./alert-admins";
import { creditPurchase } from "./credit-purchase";
import { lockPurchase, ownPurchase, type PurchaseRow } from "./purchase-row";
import { applyDispute, applyRefund, applyRefundTotal } from "./reverse-purchase";
import { recordInvoice, rememberInvoiceId } from "./record-invoice";
import { isDeleted } from "./deleted-workspace";
import {
  failedRefundOf,
  forgetHeld,
  ownerOfUnknown,
  recordUnmatched,
  reopenRefunded,
} from "./unmatched-payment";

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
  return applyToLocked(tx, await lockPurchase(tx, purchaseId), billingEvent, source);
}

/** The same for a purchase that the transaction has locked and read, and not changed since. */
export async function applyToLocked(
  tx: Tx,
  purchase: PurchaseRow,
  billingEvent: BillingEvent,
  source: string,
): Promise<void> {
  const failedRefund = failedRefundOf(billingEvent);
  if (failedRefund) await reopenRefunded(tx, failedRefund);
  if (!isItsPayment(purchase, billingEvent)) {
    log().error(
      { purchase: purchase.id, type: billingEvent.kind, source },
      "event names a purchase but not its payment",
    );
    if (billingEvent.kind === "paid") {
      // Who paid decides whose it is; the metadata may be a copy.
      const workspaceId = (await ownerOfUnknown(tx, billingEvent))?.workspaceId ?? purchase.workspaceId;
      await recordUnmatched(tx, billingEvent, { reason: "second_payment", workspaceId });
    }
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
    case "invoiced":
      return recordInvoice(tx, purchase, billingEvent);
    case "charged":
      return recordCharge(tx, purchase, billingEvent);
    case "refunded":
      return applyRefundTotal(tx, purchase, billingEvent, source);
    case "refund":
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
  const { workspaceId } = purchase;
  if (billingEvent.invoiceId) await rememberInvoiceId(tx, purchase, billingEvent.invoiceId);
  if (purchase.state === "credited") return;
  if (await isDeleted(tx, workspaceId)) {
    await recordUnmatched(tx, billingEvent, { reason: "deleted_account", workspaceId });
    return moveTo(tx, purchase, "failed", "account_deleted");
  }
  const match = matchPayment(purchase, billingEvent);
  if (match.kind === "match") {
    await forgetHeld(tx, billingEvent, workspaceId);
    return creditPurchase(tx, { ...purchase, taxCents: match.taxCents }, source);
  }
  if (match.kind === "unknown_tax") return askForSession(tx, purchase);
  const { failureCode } = match;
  // Nothing is credited: the operator decides what happens with the money.
  const isNew = await recordUnmatched(tx, billingEvent, { reason: failureCode, workspaceId });
  if (isNew)
    log().error({ purchase: purchase.id, source, failureCode }, "payment does not match its purchase");
  await moveTo(tx, purchase, "failed", failureCode);
}

/**
 * Only the session states how much of the amount is tax. Its own event usually follows; in case it does not, the poller
 * is to ask Stripe for it now.
 */
async function askForSession(tx: Tx, purchase: PurchaseRow): Promise<void> {
  const data = { nextCheckAt: new Date() };
  await tx.purchase.update({ where: ownPurchase(purchase), data, select: { id: true } });
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
  if (purchase.state === "pending" && state === "failed") await alertOfFailure(tx, purchase);
}

/** One attempt was declined; a hosted page stays open, and the reason is shown to the user. */
async function recordDecline(tx: Tx, purchase: PurchaseRow, failureCode: string): Promise<void> {
  if (purchase.state !== "open" && purchase.state !== "pending") return;
  // Without a hosted page there is no other attempt.
  if (purchase.origin === "auto_top_up") return moveTo(tx, purchase, "failed", failureCode);
  await tx.purchase.update({ where: ownPurchase(purchase), data: { failureCode }, select: { id: true } });
}

async function recordCharge(
  tx: Tx,
  purchase: PurchaseRow,
  billingEvent: Extract<BillingEvent, { kind: "charged" }>,
): Promise<void> {
  // The receipt's page names the buyer, so that of a deleted account is left out.
  const receiptUrl = (await isDeleted(tx, purchase.workspaceId)) ? null : billingEvent.receiptUrl;
  const data = {
    receiptUrl: receiptUrl ?? purchase.receiptUrl,
    method: billingEvent.method ?? purchase.method,
  };
  if (data.receiptUrl === purchase.receiptUrl && data.method === purchase.method) return;
  await tx.purchase.update({ where: ownPurchase(purchase), data, select: { id: true } });
}
