import "server-only";
import { log } from "@/lib/config/log";
import type { Tx } from "@/lib/db/client";
import { nextState } from "../rules/purchase-state";
import type { StripeFact } from "../rules/stripe-facts";
import { creditPurchase } from "./credit-purchase";
import { lockPurchase, ownPurchase, type PurchaseRow } from "./purchase-row";
import { applyDispute, applyRefund } from "./reverse-purchase";

/**
 * Applies one fact to a purchase, in the caller's transaction. The one way to credit, for webhook and poller alike;
 * safe to run any number of times, in any order: what was done is seen under the row lock, and the ledger's keys
 * name the payment. `source` names what brought the fact (an event's id), for the keys of reversals.
 */
export async function fulfil(tx: Tx, purchaseId: string, fact: StripeFact, source: string): Promise<void> {
  const purchase = await lockPurchase(tx, purchaseId);
  if (!isItsPayment(purchase, fact)) {
    log().error(
      { purchase: purchase.id, fact: fact.kind, source },
      "event names a purchase but not its payment",
    );
    return;
  }
  await rememberIds(tx, purchase, fact);
  switch (fact.kind) {
    case "paid":
      return receivePayment(tx, purchase, fact, source);
    case "pending":
      return moveTo(tx, purchase, "pending", null);
    case "failed":
      return moveTo(tx, purchase, "failed", fact.failureCode);
    case "expired":
      return moveTo(tx, purchase, "expired", null);
    case "declined":
      return noteDecline(tx, purchase, fact.failureCode);
    case "charged":
      return noteCharge(tx, purchase, fact);
    case "refunded":
      return applyRefund(tx, purchase, fact, source);
    case "disputed":
      return applyDispute(tx, purchase, fact, source);
  }
}

/**
 * A purchase has one session and one payment. Metadata can be copied by hand in Stripe's dashboard; a second payment
 * that carries the same purchase id must not count as the first.
 */
function isItsPayment(purchase: PurchaseRow, fact: StripeFact): boolean {
  const { sessionId, paymentIntentId } = fact.ref;
  if (sessionId && purchase.checkoutSessionId && sessionId !== purchase.checkoutSessionId) return false;
  return !(paymentIntentId && purchase.paymentIntentId && paymentIntentId !== purchase.paymentIntentId);
}

async function rememberIds(tx: Tx, purchase: PurchaseRow, fact: StripeFact): Promise<void> {
  const known = {
    checkoutSessionId: purchase.checkoutSessionId ?? fact.ref.sessionId,
    paymentIntentId: purchase.paymentIntentId ?? fact.ref.paymentIntentId,
    // A declined attempt leaves a charge of its own, which is not the one that a refund would name.
    chargeId: (fact.kind === "declined" ? null : fact.ref.chargeId) ?? purchase.chargeId,
  };
  const isNews =
    known.checkoutSessionId !== purchase.checkoutSessionId ||
    known.paymentIntentId !== purchase.paymentIntentId ||
    known.chargeId !== purchase.chargeId;
  if (!isNews) return;
  const data = { ...known, updatedAt: new Date() };
  await tx.purchase.update({ where: ownPurchase(purchase), data, select: { id: true } });
}

async function receivePayment(
  tx: Tx,
  purchase: PurchaseRow,
  fact: Extract<StripeFact, { kind: "paid" }>,
  source: string,
): Promise<void> {
  if (purchase.state === "credited") return;
  if (fact.currency === "usd" && fact.amountCents === purchase.totalCents) {
    return creditPurchase(tx, purchase, source);
  }
  const failureCode = fact.currency === "usd" ? "amount_mismatch" : "currency_mismatch";
  log().error(
    { purchase: purchase.id, source, failureCode },
    "payment does not match its purchase; nothing credited",
  );
  await moveTo(tx, purchase, "failed", failureCode);
}

async function moveTo(
  tx: Tx,
  purchase: PurchaseRow,
  news: "pending" | "failed" | "expired",
  failureCode: string | null,
): Promise<void> {
  const state = nextState(purchase.state, news);
  if (state === purchase.state) return;
  await tx.purchase.update({
    where: ownPurchase(purchase),
    data: { state, failureCode },
    select: { id: true },
  });
}

/** One attempt was refused; the page stays open, and the person may read why. */
async function noteDecline(tx: Tx, purchase: PurchaseRow, failureCode: string): Promise<void> {
  if (purchase.state !== "open" && purchase.state !== "pending") return;
  await tx.purchase.update({ where: ownPurchase(purchase), data: { failureCode }, select: { id: true } });
}

async function noteCharge(
  tx: Tx,
  purchase: PurchaseRow,
  fact: Extract<StripeFact, { kind: "charged" }>,
): Promise<void> {
  const data = { receiptUrl: fact.receiptUrl ?? purchase.receiptUrl, method: fact.method ?? purchase.method };
  if (data.receiptUrl === purchase.receiptUrl && data.method === purchase.method) return;
  await tx.purchase.update({ where: ownPurchase(purchase), data, select: { id: true } });
}
