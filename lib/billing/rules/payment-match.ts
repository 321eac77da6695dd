/** What a purchase costs, before tax. */
type Ordered = {
  readonly totalCents: number;
  /** Stripe calculates tax on top of the total. */
  readonly automaticTax: boolean;
};

type Received = {
  readonly currency: string;
  /** With tax. */
  readonly amountCents: number;
  /** The tax in the amount; null when the object does not say, as a payment intent. */
  readonly taxCents: number | null;
};

/** unknown_tax: more was paid than the total, and only the checkout session knows whether the rest is tax. */
export type PaymentMatch =
  | { readonly kind: "match"; readonly taxCents: number }
  | { readonly kind: "unknown_tax" }
  | { readonly kind: "mismatch"; readonly failureCode: "amount_mismatch" | "currency_mismatch" };

/** Whether a payment is the one that a purchase expects: the amount without tax has to be its total, to the cent. */
export function matchPayment(ordered: Ordered, received: Received): PaymentMatch {
  const { totalCents, automaticTax } = ordered;
  const { currency, amountCents } = received;
  if (currency !== "usd") return { kind: "mismatch", failureCode: "currency_mismatch" };
  const taxCents = automaticTax ? received.taxCents : 0;
  if (amountCents - (taxCents ?? 0) === totalCents) return { kind: "match", taxCents: taxCents ?? 0 };
  if (taxCents === null && amountCents > totalCents) return { kind: "unknown_tax" };
  return { kind: "mismatch", failureCode: "amount_mismatch" };
}
