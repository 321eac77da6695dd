const sentences = {
  profile_not_copied: "The billing profile isn't at Stripe yet. It is copied as soon as Stripe accepts it.",
  no_response: "Stripe didn't respond.",
  not_allowed: "The Stripe key may not write invoices.",
  rejected: "Stripe rejected the invoice.",
} as const;

/** Why an automatic charge has no invoice yet, or got none. Only these words are stored, never text of Stripe. */
export type InvoiceError = keyof typeof sentences;

/** The word for an error of Stripe, by its HTTP status. */
export function invoiceErrorOf({ status }: { readonly status?: unknown }): InvoiceError {
  if (status === 401 || status === 403) return "not_allowed";
  const isRejected = typeof status === "number" && status >= 400 && status < 500 && status !== 429;
  return isRejected ? "rejected" : "no_response";
}

/** The sentence for a stored word. A word of another version reads as rejected. */
export function invoiceErrorSentence(error: string): string {
  return Object.entries(sentences).find(([word]) => word === error)?.[1] ?? sentences.rejected;
}
