import type { Nanos } from "@/lib/kernel/money";
import type { PurchaseState } from "./purchase-state";

/** The label of a purchase: its state, or what happened after it was credited. */
export type PurchaseLabel = PurchaseState | "refunded" | "disputed" | "dispute_lost";

/**
 * A lost dispute is not a refund: the bank took the money back, with consequences for the Stripe account. An open
 * dispute overrides every other label; a won dispute does not show.
 */
export function purchaseLabel(purchase: {
  readonly state: PurchaseState;
  readonly creditsNanos: Nanos;
  readonly reversedNanos: Nanos;
  readonly disputes: readonly { readonly status: string }[];
}): PurchaseLabel {
  const { state, creditsNanos, reversedNanos, disputes } = purchase;
  if (state !== "credited" || reversedNanos === 0n) return state;
  if (disputes.some(({ status }) => status === "open")) return "disputed";
  if (disputes.some(({ status }) => status === "lost")) return "dispute_lost";
  return reversedNanos === creditsNanos ? "refunded" : state;
}
