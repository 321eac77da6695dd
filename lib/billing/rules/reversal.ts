import { type Nanos, nanosPerCent } from "@/lib/kernel/money";

const disputeStatuses = ["inquiry", "open", "won", "lost"] as const;
const refundStatuses = ["pending", "succeeded", "failed"] as const;

/** An inquiry takes nothing; an open dispute holds the money; won returns it; lost keeps it. */
export type DisputeStatus = (typeof disputeStatuses)[number];

/** A refund that succeeded may fail weeks later, when the bank returns it; failed is final and takes nothing. */
export type RefundStatus = (typeof refundStatuses)[number];

/** A stored status. Any other text is a bug and reads as an inquiry, which takes nothing. */
export function disputeStatusOf(text: string): DisputeStatus {
  return knownStatus(disputeStatuses, text);
}

/** A stored status. Any other text is a bug and reads as pending, which is not final. */
export function refundStatusOf(text: string): RefundStatus {
  return knownStatus(refundStatuses, text);
}

/** The columns are text with a check constraint; any other value reads as the first. */
function knownStatus<Status extends string>(statuses: readonly [Status, ...Status[]], text: string): Status {
  return statuses.find((status) => status === text) ?? statuses[0];
}

export type ReversalInput = {
  readonly creditsNanos: Nanos;
  readonly feeNanos: Nanos;
  /** The total refunded so far, not the last refund. */
  readonly refundedCents: number;
  readonly disputes: readonly { readonly amountCents: number; readonly status: DisputeStatus }[];
};

export type Reversal = { readonly creditsNanos: Nanos; readonly feeNanos: Nanos };

export const nothingReversed: Reversal = { creditsNanos: 0n, feeNanos: 0n };

/**
 * The total that refunds and disputes take back, as a function of their current state and not of the order of events.
 * Every dollar returned takes back a dollar of credits; only the amount beyond the credits comes from the fee.
 */
export function reversalOf(billingEvents: ReversalInput): Reversal {
  const disputedCents = billingEvents.disputes
    .filter((dispute) => dispute.status === "open" || dispute.status === "lost")
    .reduce((sum, dispute) => sum + BigInt(dispute.amountCents), 0n);
  const returnedNanos = (BigInt(billingEvents.refundedCents) + disputedCents) * nanosPerCent;
  const creditsNanos = least(returnedNanos, billingEvents.creditsNanos);
  return { creditsNanos, feeNanos: least(returnedNanos - creditsNanos, billingEvents.feeNanos) };
}

const refundRank: Record<RefundStatus, number> = { pending: 0, succeeded: 1, failed: 2 };

/** A refund's status after an update: it only moves forward. */
export function nextRefundStatus(current: RefundStatus | null, update: RefundStatus): RefundStatus {
  return current === null || refundRank[update] > refundRank[current] ? update : current;
}

/**
 * Cents refunded, as a function of what is known and not of the order in which it became known: the refunds that did not
 * fail, or the largest total that the charge stated without those that failed, whichever is more. Either source may be
 * incomplete, since events arrive late or not at all.
 */
export function refundedCentsOf(known: {
  readonly reportedCents: number;
  readonly refunds: readonly { readonly amountCents: number; readonly status: RefundStatus }[];
}): number {
  const sum = (rows: typeof known.refunds) => rows.reduce((total, { amountCents }) => total + amountCents, 0);
  const failedCents = sum(known.refunds.filter(({ status }) => status === "failed"));
  const standingCents = sum(known.refunds.filter(({ status }) => status !== "failed"));
  return Math.max(known.reportedCents - failedCents, standingCents, 0);
}

const rank: Record<DisputeStatus, number> = { inquiry: 0, open: 1, lost: 2, won: 3 };

/**
 * A dispute's status after an update: it only moves forward, because a late "created" must not reopen a closed dispute.
 * An appeal may still turn lost into won; won is final.
 */
export function nextDisputeStatus(current: DisputeStatus | null, update: DisputeStatus): DisputeStatus {
  return current === null || rank[update] > rank[current] ? update : current;
}

function least(left: Nanos, right: Nanos): Nanos {
  return left < right ? left : right;
}
