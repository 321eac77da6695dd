import { type Nanos, nanosPerCent } from "@/lib/kernel/money";

/** An inquiry takes nothing; an open dispute holds the money; won returns it; lost keeps it. */
export type DisputeStatus = "inquiry" | "open" | "won" | "lost";

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
