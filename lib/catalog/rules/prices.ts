import { dollarsText, type Nanos, nanosPerDollar } from "@/lib/kernel/money";

/** What an endpoint charges, in nano-dollars per million tokens, per request, and per image in the prompt. */
export type Prices = {
  readonly prompt: Nanos;
  readonly completion: Nanos;
  readonly cached: Nanos;
  readonly reasoning: Nanos;
  readonly request: Nanos;
  readonly image: Nanos;
};

export const tokensPerPrice = 1_000_000n;

/** True when nothing about an endpoint costs anything. */
export function isFree(prices: Prices): boolean {
  return Object.values(prices).every((price) => price === 0n);
}

/** Dollars per token as sent on the wire: exact decimal text ("0.00000015"), "0" for nothing. */
export function tokenPriceText(perMillion: Nanos): string {
  return decimalText(perMillion, nanosPerDollar * tokensPerPrice);
}

/** Dollars per request or image as decimal text. */
export function unitPriceText(price: Nanos): string {
  return decimalText(price, nanosPerDollar);
}

/**
 * Decimals with which a column of prices is exact: 2 to 4. A price with more has its exact value in its title, like every
 * amount.
 */
export function priceDecimals(prices: readonly Nanos[]): number {
  const needed = prices.map((price) => dollarsText(price).split(".")[1]?.length ?? 0);
  return Math.min(Math.max(2, ...needed), 4);
}

/** `scale` is a power of ten. */
function decimalText(amount: bigint, scale: bigint): string {
  const digits = scale.toString().length - 1;
  const fraction = (amount % scale).toString().padStart(digits, "0").replace(/0+$/, "");
  return `${amount / scale}${fraction ? `.${fraction}` : ""}`;
}
