import { type Nanos, nanosPerCent } from "@/lib/kernel/money";

/** An inquiry takes nothing; an open dispute holds the money; won gives it back; lost keeps it. */
export type DisputeStatus = "inquiry" | "open" | "won" | "lost";

export type ReversalInput = {
  readonly creditsNanos: Nanos;
  readonly feeNanos: Nanos;
  /** All that was ever refunded, not the last refund. */
  readonly refundedCents: number;
  readonly disputes: readonly { readonly amountCents: number; readonly status: DisputeStatus }[];
};

export type Reversal = { readonly creditsNanos: Nanos; readonly feeNanos: Nanos };

export const nothingReversed: Reversal = { creditsNanos: 0n, feeNanos: 0n };

/**
 * What refunds and disputes take back in all, as a function of the facts and not of the order in which they came.
 * Every dollar that went back takes a dollar of credits; only what goes beyond the credits comes from the fee.
 */
export function reversalOf(billingEvents: ReversalInput): Reversal {
  const disputedCents = billingEvents.disputes
    .filter((dispute) => dispute.status === "open" || dispute.status === "lost")
    .reduce((sum, dispute) => sum + BigInt(dispute.amountCents), 0n);
  const returnedNanos = (BigInt(billingEvents.refundedCents) + disputedCents) * nanosPerCent;
  const creditsNanos = least(returnedNanos, billingEvents.creditsNanos);
  return { creditsNanos, feeNanos: least(returnedNanos - creditsNanos, billingEvents.feeNanos) };
}

const rank: Record<DisputeStatus, number> = { inquiry: 0, open: 1, lost: 2, won: 3 };

/**
 * A dispute's status after news: it only moves forward, because a late "created" must not reopen a closed one. An
 * appeal may still turn lost into won; the money given back is the last word.
 */
export function nextDisputeStatus(current: DisputeStatus | null, update: DisputeStatus): DisputeStatus {
  return current === null || rank[update] > rank[current] ? update : current;
}

function least(left: Nanos, right: Nanos): Nanos {
  return left < right ? left : right;
}
