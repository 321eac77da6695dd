import "server-only";
import type { Tx } from "@/lib/db/client";
import { assert } from "@/lib/kernel/assert";
import { formatDollars, type Nanos } from "@/lib/kernel/money";
import { returnExpired } from "@/lib/ledger/expire-credits";
import { postTransfer } from "@/lib/ledger/post-transfer";
import {
  disputeStatusOf,
  nextDisputeStatus,
  nextRefundStatus,
  nothingReversed,
  refundedCentsOf,
  refundStatusOf,
  type Reversal,
  type ReversalInput,
  reversalOf,
} from "../rules/reversal";
import type { BillingEvent } from "../rules/billing-events";
import { alertOfDispute, alertOfRefund } from "./alert-admins";
import { ownPurchase, type PurchaseRow } from "./purchase-row";

type Cause = "refund" | "dispute";

/**
 * Takes back what Stripe refunded since the last event. Charges state the total so far, so an old one changes nothing.
 */
export async function applyRefundTotal(
  tx: Tx,
  purchase: PurchaseRow,
  billingEvent: Extract<BillingEvent, { kind: "refunded" }>,
  source: string,
): Promise<void> {
  if (billingEvent.refundedCents <= purchase.reportedRefundCents) return;
  const data = { reportedRefundCents: billingEvent.refundedCents };
  await tx.purchase.update({ where: ownPurchase(purchase), data, select: { id: true } });
  await moveRefunds(tx, { ...purchase, ...data }, source);
}

/** Takes back one refund, and returns it when it fails. */
export async function applyRefund(
  tx: Tx,
  purchase: PurchaseRow,
  billingEvent: Extract<BillingEvent, { kind: "refund" }>,
  source: string,
): Promise<void> {
  // A refund of another purchase is not found here, and creating it again fails: it cannot move this purchase's credits.
  const where = { id: billingEvent.refundId, workspaceId: purchase.workspaceId, purchaseId: purchase.id };
  const known = await tx.purchaseRefund.findUnique({ where, select: { status: true } });
  const status = nextRefundStatus(known ? refundStatusOf(known.status) : null, billingEvent.status);
  if (known?.status === status) return;
  if (known) await tx.purchaseRefund.update({ where, data: { status }, select: { id: true } });
  else {
    const data = { ...where, amountCents: billingEvent.amountCents, status };
    await tx.purchaseRefund.create({ data, select: { id: true } });
  }
  await moveRefunds(tx, purchase, source);
}

async function moveRefunds(tx: Tx, purchase: PurchaseRow, source: string): Promise<void> {
  const rows = await tx.purchaseRefund.findMany({
    where: { purchaseId: purchase.id, workspaceId: purchase.workspaceId },
    select: { amountCents: true, status: true },
  });
  const refunds = rows.map((row) => ({ ...row, status: refundStatusOf(row.status) }));
  const refundedCents = refundedCentsOf({ reportedCents: purchase.reportedRefundCents, refunds });
  if (refundedCents === purchase.refundedCents) return;
  const before = await reversalInputOf(tx, purchase);
  const after = { ...before, refundedCents };
  await tx.purchase.update({ where: ownPurchase(purchase), data: { refundedCents }, select: { id: true } });
  await moveBetween(tx, purchase, { before, after, cause: "refund", source });
  if (purchase.state !== "credited") return;
  await alertOfRefund(tx, purchase, { deltaCents: refundedCents - purchase.refundedCents, source });
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
  if (purchase.state !== "credited" || status === known?.status) return;
  const { disputeId, amountCents } = billingEvent;
  await alertOfDispute(tx, purchase, { id: disputeId, amountCents, status });
}

/** Reverses refunds and disputes that arrived before the payment, right after the credit, and alerts about them. */
export async function reverseAfterCredit(tx: Tx, purchase: PurchaseRow, source: string): Promise<void> {
  const input = await reversalInputOf(tx, purchase);
  // Each under its own name: first what was refunded, then what is disputed.
  const refunded = reversalOf({ ...input, disputes: [] });
  await post(tx, purchase, { from: nothingReversed, to: refunded, cause: "refund", source });
  const disputed = {
    from: refunded,
    to: reversalOf(input),
    cause: "dispute",
    source: `${source}:dispute`,
  } as const;
  await post(tx, purchase, disputed);
  if (input.refundedCents > 0) await alertOfRefund(tx, purchase, { deltaCents: input.refundedCents, source });
  for (const dispute of input.disputes) await alertOfDispute(tx, purchase, dispute);
}

type NamedDispute = ReversalInput["disputes"][number] & { readonly id: string };

async function reversalInputOf(
  tx: Tx,
  purchase: PurchaseRow,
): Promise<ReversalInput & { readonly disputes: readonly NamedDispute[] }> {
  const disputes = await tx.purchaseDispute.findMany({
    where: { purchaseId: purchase.id, workspaceId: purchase.workspaceId },
    select: { id: true, amountCents: true, status: true },
  });
  return {
    creditsNanos: purchase.creditsNanos,
    feeNanos: purchase.feeNanos,
    refundedCents: purchase.refundedCents,
    disputes: disputes.map((dispute) => ({ ...dispute, status: disputeStatusOf(dispute.status) })),
  };
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
    data: { reversedNanos: step.to.creditsNanos, ...(creditsDelta < 0n && notWarned) },
    select: { id: true },
  });
}

/** Credits that come back expire like others: after a warning, and no sooner than a week after it. */
const notWarned = { expiredAt: null, expiryWarnedDays: null, expiryWarnedAt: null } as const;

const kinds = {
  refund: {
    taken: { code: "refund", word: "Refund" },
    returned: { code: "refund_failed", word: "Refund failed" },
  },
  dispute: {
    taken: { code: "dispute", word: "Dispute" },
    returned: { code: "dispute_won", word: "Dispute won" },
  },
} as const;

type Delta = { account: "wallet" | "purchase_fees"; delta: Nanos; cause: Cause; source: string };

async function postDelta(
  tx: Tx,
  purchase: PurchaseRow,
  { account, delta, cause, source }: Delta,
): Promise<void> {
  if (delta === 0n) return;
  const isTaken = delta > 0n;
  const { code, word } = kinds[cause][isTaken ? "taken" : "returned"];
  const reason = `${word}: purchase of ${formatDollars(purchase.creditsNanos)}`;
  const { workspaceId } = purchase;
  if (isTaken && account === "wallet")
    await returnExpired(tx, { workspaceId, lotKey: `purchase:${purchase.id}`, takenNanos: delta, reason });
  const posted = await postTransfer(tx, {
    workspaceId,
    from: isTaken ? account : "stripe_clearing",
    to: isTaken ? "stripe_clearing" : account,
    amountNanos: isTaken ? delta : -delta,
    code,
    // One event causes one change, in the transaction that claims it.
    idempotencyKey: `${account === "wallet" ? "reversal" : "reversal_fee"}:${purchase.id}:${source}`,
    reason,
    // Credits that were taken back do not count as purchased.
    purchased: account === "wallet",
  });
  assert(posted.ok, "an event reverses what it reversed before");
}
