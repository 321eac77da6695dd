import { methodLabel } from "../method-label";

export type CardName = { readonly brand: string; readonly last4: string };

/** "Visa 4242". */
export function cardLabel({ brand, last4 }: CardName): string {
  return methodLabel(`${brand} ${last4}`);
}

/** The card's state at a moment: it is valid to the end of its month. */
export function cardExpiry(
  card: { readonly expMonth: number; readonly expYear: number },
  now: Date,
): "valid" | "expiring" | "expired" {
  const end = Date.UTC(card.expYear, card.expMonth, 1);
  if (now.getTime() >= end) return "expired";
  return now.getTime() >= Date.UTC(card.expYear, card.expMonth - 2, 1) ? "expiring" : "valid";
}
