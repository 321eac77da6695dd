import type { Nanos } from "@/lib/kernel/money";
import type { PurchaseState } from "./purchase-state";

/** The label of a purchase: its state, why it failed, or what happened after it was credited. */
export type PurchaseLabel =
  | PurchaseState
  | "declined"
  | "needs_confirmation"
  | "not_opened"
  | "not_credited"
  | "partly_refunded"
  | "refunded"
  | "disputed"
  | "dispute_lost";

/**
 * A lost dispute is not a refund: the bank took the money back, with consequences for the Stripe account. An open
 * dispute overrides every other label; a won dispute does not show.
 */
export function purchaseLabel(purchase: {
  readonly state: PurchaseState;
  /** "checkout", or "auto_top_up". */
  readonly origin: string;
  readonly failureCode: string | null;
  readonly creditsNanos: Nanos;
  readonly reversedNanos: Nanos;
  readonly disputes: readonly { readonly status: string }[];
}): PurchaseLabel {
  const { state, origin, failureCode, creditsNanos, reversedNanos, disputes } = purchase;
  // The hosted page stays open for another card.
  if (state === "open" && failureCode !== null) return "declined";
  if (state === "failed" && failureCode !== null) return failedLabel(origin, failureCode);
  if (state !== "credited" || reversedNanos === 0n) return state;
  if (disputes.some(({ status }) => status === "open")) return "disputed";
  if (disputes.some(({ status }) => status === "lost")) return "dispute_lost";
  return reversedNanos === creditsNanos ? "refunded" : "partly_refunded";
}

const failedLabels: Readonly<Record<string, PurchaseLabel>> = {
  // Nothing was paid, so that no payment failed.
  checkout_unavailable: "not_opened",
  authentication_required: "needs_confirmation",
  amount_mismatch: "not_credited",
  currency_mismatch: "not_credited",
  account_deleted: "not_credited",
  // No bank said anything.
  async_payment_failed: "failed",
  canceled: "failed",
  invalid_request: "failed",
  no_response: "failed",
  session_unknown: "failed",
};

/** An automatic charge has one attempt: when the bank declines it, the purchase is over. */
function failedLabel(origin: string, failureCode: string): PurchaseLabel {
  const known = Object.hasOwn(failedLabels, failureCode) ? failedLabels[failureCode] : undefined;
  return known ?? (origin === "auto_top_up" ? "declined" : "failed");
}
