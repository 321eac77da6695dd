const sentences = {
  charge_disputed: "The payment is disputed, and the dispute decides about it.",
  balance_insufficient: "The balance at Stripe is too low.",
  charge_not_refundable: "Stripe can't refund this payment.",
  payment_unknown: "Stripe doesn't have this payment.",
  not_allowed: "The Stripe key may not make refunds.",
  refund_failed: "The payer's bank didn't take the refund, so the money is at Stripe again.",
  no_response: "Stripe didn't respond.",
  rejected: "Stripe rejected the refund.",
} as const;

/** Why a payment could not be refunded. Only these words are stored, never text of Stripe. */
export type RefundError = keyof typeof sentences;

const ofCodes: Readonly<Record<string, RefundError>> = {
  charge_disputed: "charge_disputed",
  refund_disputed_payment: "charge_disputed",
  balance_insufficient: "balance_insufficient",
  insufficient_funds: "balance_insufficient",
  charge_not_refundable: "charge_not_refundable",
  payment_intent_unexpected_state: "charge_not_refundable",
  resource_missing: "payment_unknown",
};

/** The word for an error of Stripe, by its code or else by its HTTP status. */
export function refundErrorOf({ code, status }: { readonly code?: unknown; status?: unknown }): RefundError {
  if (typeof code === "string" && Object.hasOwn(ofCodes, code)) return ofCodes[code] ?? "rejected";
  if (status === 401 || status === 403) return "not_allowed";
  const isRejected = typeof status === "number" && status >= 400 && status < 500 && status !== 429;
  return isRejected ? "rejected" : "no_response";
}

/** The sentence for a stored word. A word of another version reads as rejected. */
export function refundErrorSentence(error: string): string {
  return Object.entries(sentences).find(([word]) => word === error)?.[1] ?? sentences.rejected;
}
