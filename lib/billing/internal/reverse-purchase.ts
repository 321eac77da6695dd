import "server-only";
import type { Tx } from "@/lib/db/client";
import { assert } from "@/lib/kernel/assert";
import { formatDollars, type Nanos } from "@/lib/kernel/money";
import { postTransfer } from "@/lib/ledger/post-transfer";
import {
  type DisputeStatus,
  nextDisputeStatus,
  nothingReversed,
  type Reversal,
  type ReversalInput,
  reversalOf,
} from "../rules/reversal";
import type { BillingEvent } from "../rules/billing-events";
import { ownPurchase, type PurchaseRow } from "./purchase-row";

type Cause = "refund" | "dispute";

/**
 * Takes back what Stripe refunded since the last event: events report the total so far, so an old one changes nothing.
 */
export async function applyRefund(
  tx: Tx,
  purchase: PurchaseRow,
  billingEvent: Extract<BillingEvent, { kind: "refunded" }>,
  source: string,
): Promise<void> {
  if (billingEvent.refundedCents <= purchase.refundedCents) return;
  const before = await reversalInputOf(tx, purchase);
  const after = { ...before, refundedCents: billingEvent.refundedCents };
  await tx.purchase.update({
    where: ownPurchase(purchase),
    data: { refundedCents: billingEvent.refundedCents },
    select: { id: true },
  });
  await moveBetween(tx, purchase, { before, after, cause: "refund", source });
}

/** Takes back the disputed amount, and returns it when the dispute is won. */
export async function applyDispute(
  tx: Tx,
  purchase: PurchaseRow,
  billingEvent: Extract<BillingEvent, { kind: "disputed" }>,
  source: string,
): Promise<void> {
  const before = await reversalInputOf(tx, purchase);
  // A dispute of another purchase is not found here, and creating it again fails: it cannot move this purchase's
  // credits.
  const where = { id: billingEvent.disputeId, workspaceId: purchase.workspaceId, purchaseId: purchase.id };
  const known = await tx.purchaseDispute.findUnique({
    where,
    select: { status: true },
  });
  const status = nextDisputeStatus(known ? disputeStatusOf(known.status) : null, billingEvent.status);
  if (known) await tx.purchaseDispute.update({ where, data: { status }, select: { id: true } });
  else {
    const data = { ...where, amountCents: billingEvent.amountCents, status };
    await tx.purchaseDispute.create({ data, select: { id: true } });
  }
  await moveBetween(tx, purchase, {
    before,
    after: await reversalInputOf(tx, purchase),
    cause: "dispute",
    source,
  });
}

/** Reverses refunds and disputes that arrived before the payment, right after the credit. */
export async function reverseAfterCredit(tx: Tx, purchase: PurchaseRow, source: string): Promise<void> {
  const input = await reversalInputOf(tx, purchase);
  const cause = input.refundedCents > 0 ? "refund" : "dispute";
  await post(tx, purchase, { from: nothingReversed, to: reversalOf(input), cause, source });
}

async function reversalInputOf(tx: Tx, purchase: PurchaseRow): Promise<ReversalInput> {
  const disputes = await tx.purchaseDispute.findMany({
    where: { purchaseId: purchase.id, workspaceId: purchase.workspaceId },
    select: { amountCents: true, status: true },
  });
  return {
    creditsNanos: purchase.creditsNanos,
    feeNanos: purchase.feeNanos,
    refundedCents: purchase.refundedCents,
    disputes: disputes.map((dispute) => ({ ...dispute, status: disputeStatusOf(dispute.status) })),
  };
}

/**
 * The column is text with a check constraint; any other value is a bug and reads as an inquiry, which takes nothing.
 */
function disputeStatusOf(text: string): DisputeStatus {
  return text === "open" || text === "won" || text === "lost" ? text : "inquiry";
}

type Change = { before: ReversalInput; after: ReversalInput; cause: Cause; source: string };

/**
 * Posts the difference of two positions; nothing before the purchase is credited, since there is nothing to take back.
 */
async function moveBetween(tx: Tx, purchase: PurchaseRow, change: Change): Promise<void> {
  if (purchase.state !== "credited") return;
  const [from, to] = [reversalOf(change.before), reversalOf(change.after)];
  await post(tx, purchase, { from, to, cause: change.cause, source: change.source });
}

type Step = { from: Reversal; to: Reversal; cause: Cause; source: string };

async function post(tx: Tx, purchase: PurchaseRow, step: Step): Promise<void> {
  const creditsDelta = step.to.creditsNanos - step.from.creditsNanos;
  const feeDelta = step.to.feeNanos - step.from.feeNanos;
  await postDelta(tx, purchase, { account: "wallet", delta: creditsDelta, ...step });
  await postDelta(tx, purchase, { account: "purchase_fees", delta: feeDelta, ...step });
  if (creditsDelta === 0n) return;
  await tx.purchase.update({
    where: ownPurchase(purchase),
    data: { reversedNanos: step.to.creditsNanos },
    select: { id: true },
  });
}

type Delta = { account: "wallet" | "purchase_fees"; delta: Nanos; cause: Cause; source: string };

async function postDelta(
  tx: Tx,
  purchase: PurchaseRow,
  { account, delta, cause, source }: Delta,
): Promise<void> {
  if (delta === 0n) return;
  const isTaken = delta > 0n;
  const word = cause === "refund" ? "Refund" : isTaken ? "Dispute" : "Dispute won";
  const posted = await postTransfer(tx, {
    workspaceId: purchase.workspaceId,
    from: isTaken ? account : "stripe_clearing",
    to: isTaken ? "stripe_clearing" : account,
    amountNanos: isTaken ? delta : -delta,
    code: cause === "dispute" && !isTaken ? "dispute_won" : cause,
    // One event causes one change, in the transaction that claims it.
    idempotencyKey: `${account === "wallet" ? "reversal" : "reversal_fee"}:${purchase.id}:${source}`,
    reason: `${word}: purchase of ${formatDollars(purchase.creditsNanos)}`,
    // Credits that were taken back do not count as purchased.
    purchased: account === "wallet",
  });
  assert(posted.ok, "an event reverses what it reversed before");
}
