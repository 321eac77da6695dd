import { capitalized } from "@/lib/kernel/capitalized";

const kinds: Readonly<Record<string, string>> = {
  alipay: "Alipay",
  amex: "American Express",
  card: "Card",
  cashapp: "Cash App",
  crypto: "Stablecoin",
  diners: "Diners Club",
  eftpos_au: "Eftpos",
  jcb: "JCB",
  link: "Link",
  mastercard: "Mastercard",
  paypal: "PayPal",
  sepa_debit: "SEPA debit",
  unionpay: "UnionPay",
  us_bank_account: "Bank account",
  visa: "Visa",
};

/**
 * How a purchase was paid, in words: "Visa 4242", "Alipay". `method` is a kind in Stripe's spelling or a card's brand,
 * which may be followed by its last four digits.
 */
export function methodLabel(method: string): string {
  const [kind = "", ...digits] = method.split(" ");
  const plain = kind.replaceAll("_", " ");
  const name = Object.hasOwn(kinds, kind) ? kinds[kind] : capitalized(plain);
  return [name, ...digits].join(" ");
}
