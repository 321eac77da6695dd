const sentences: Readonly<Record<string, string>> = {
  amount_mismatch:
    "What was paid is not what this purchase costs, so nothing was credited. Contact the operator with the purchase's id.",
  currency_mismatch:
    "It was paid in another currency, so nothing was credited. Contact the operator with the purchase's id.",
  async_payment_failed: "The payment did not go through in the end. Nothing was charged; you can buy again.",
  checkout_unavailable: "The payment page could not be opened. Nothing was charged; you can buy again.",
  session_unknown:
    "The payment processor no longer knows this payment. Contact the operator with the purchase's id.",
  insufficient_funds: "The card has not enough funds. Nothing was charged; try another method.",
  expired_card: "The card has expired. Nothing was charged; try another method.",
};

/** What happened to a payment and what to do, from the code that was stored with it. */
export function failureSentence(code: string | null): string {
  return (
    (code && sentences[code]) || "The payment was not completed. Nothing was charged; you can buy again."
  );
}
