import type { Nanos } from "@/lib/kernel/money";
import type { PurchaseState } from "./purchase-state";

/** What a purchase is called: its state, or what became of it after it was credited. */
export type PurchaseLabel = PurchaseState | "refunded" | "disputed" | "dispute_lost";

/**
 * A lost dispute is no refund: the bank took the money back, with all that follows for the account, and nobody gave it.
 * While one is open that stands above everything; a dispute that was won leaves no trace in the label.
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
