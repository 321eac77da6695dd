const sentences: Readonly<Record<string, string>> = {
  amount_mismatch:
    "The amount paid doesn't match this purchase, so no credits were added. Contact the operator with the purchase ID.",
  currency_mismatch:
    "The payment was in another currency, so no credits were added. Contact the operator with the purchase ID.",
  async_payment_failed: "The payment didn't go through. You weren't charged; you can try again.",
  checkout_unavailable: "The payment page couldn't be opened. You weren't charged; you can try again.",
  session_unknown:
    "The payment processor no longer recognizes this payment. Contact the operator with the purchase ID.",
  generic_decline: "The bank gave no reason. You weren't charged; try another card or method.",
  insufficient_funds: "The card has insufficient funds. You weren't charged; try another method.",
  expired_card: "The card has expired. You weren't charged; try another method.",
};

/** Explains a failed payment and what to do, from its stored failure code. */
export function failureSentence(code: string | null): string {
  return (code && sentences[code]) || "The payment wasn't completed. You weren't charged; you can try again.";
}
