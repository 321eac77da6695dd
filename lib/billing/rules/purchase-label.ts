import type { Nanos } from "@/lib/kernel/money";
import type { PurchaseState } from "./purchase-state";

/** The label of a purchase: its state, an attempt that was declined, or what happened after it was credited. */
export type PurchaseLabel = PurchaseState | "declined" | "refunded" | "disputed" | "dispute_lost";

/**
 * A lost dispute is not a refund: the bank took the money back, with consequences for the Stripe account. An open
 * dispute overrides every other label; a won dispute does not show.
 */
export function purchaseLabel(purchase: {
  readonly state: PurchaseState;
  readonly failureCode: string | null;
  readonly creditsNanos: Nanos;
  readonly reversedNanos: Nanos;
  readonly disputes: readonly { readonly status: string }[];
}): PurchaseLabel {
  const { state, failureCode, creditsNanos, reversedNanos, disputes } = purchase;
  // The hosted page stays open for another card.
  if (state === "open" && failureCode !== null) return "declined";
  if (state !== "credited" || reversedNanos === 0n) return state;
  if (disputes.some(({ status }) => status === "open")) return "disputed";
  if (disputes.some(({ status }) => status === "lost")) return "dispute_lost";
  return reversedNanos === creditsNanos ? "refunded" : state;
}
