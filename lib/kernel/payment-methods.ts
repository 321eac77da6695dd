/** Ways to pay on the hosted page, by Stripe's names, in the order in which they are named to buyers. */
export const paymentMethods = ["card", "alipay", "crypto"] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

const words: Record<PaymentMethod, string> = { card: "card", alipay: "Alipay", crypto: "stablecoin" };

/** "card, Alipay, or stablecoin" */
export function paymentMethodsText(methods: readonly PaymentMethod[]): string {
  const list = new Intl.ListFormat("en-US", { type: "disjunction" });
  return list.format(methods.map((method) => words[method]));
}
