import {
  divideExact,
  formatDollars,
  type Nanos,
  nanosPerCent,
  nanosPerDollar,
  parseDollars,
} from "@/lib/kernel/money";

/** The bounds of one purchase. */
export const purchaseMinNanos: Nanos = 5n * nanosPerDollar;
export const purchaseMaxNanos: Nanos = 25_000n * nanosPerDollar;

export type PurchaseAmount =
  { readonly ok: true; readonly creditsNanos: Nanos } | { readonly ok: false; readonly message: string };

/** The bounds as the field accepts them, whatever the viewer's format. */
export const purchaseBoundsText = `From ${formatDollars(purchaseMinNanos)} to ${formatDollars(purchaseMaxNanos)}.`;

/** Parses an amount of credits to buy, or returns a sentence that says why it cannot be bought. */
export function readPurchaseAmount(text: string): PurchaseAmount {
  const creditsNanos = parseDollars(text);
  if (creditsNanos === null)
    return { ok: false, message: "Enter an amount in dollars, such as 25 or 12.50." };
  const message = purchaseAmountProblem(creditsNanos);
  return message === null ? { ok: true, creditsNanos } : { ok: false, message };
}

/** The reason why an amount cannot be bought, or null when it can. */
export function purchaseAmountProblem(creditsNanos: Nanos): string | null {
  if (creditsNanos < purchaseMinNanos) return `The smallest purchase is ${formatDollars(purchaseMinNanos)}.`;
  if (creditsNanos > purchaseMaxNanos) {
    return `The largest purchase is ${formatDollars(purchaseMaxNanos)}. To add more, make another purchase.`;
  }
  if (creditsNanos % nanosPerCent !== 0n) return "Use at most two decimals, such as 12.50.";
  return null;
}

/** Whole cents for Stripe. Throws when the amount is finer, because rounding would lose money. */
export function wholeCents(amountNanos: Nanos): number {
  return Number(divideExact(amountNanos, nanosPerCent));
}
