import { divideCeil, type Nanos } from "@/lib/kernel/money";
import { type Prices, tokensPerPrice } from "./prices";

/**
 * Tokens as the provider counts them: cached tokens are part of the prompt, reasoning tokens part of the completion.
 */
export type Usage = {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
  readonly cachedTokens: number;
  /** Images in the prompt. */
  readonly imageCount: number;
};

/** What a request cost, in nano-dollars. The parts and the discount (zero or negative) add up to the cost exactly. */
export type CostParts = {
  readonly promptNanos: Nanos;
  readonly cachedNanos: Nanos;
  readonly completionNanos: Nanos;
  readonly reasoningNanos: Nanos;
  readonly requestNanos: Nanos;
  readonly imageNanos: Nanos;
  readonly discountNanos: Nanos;
  readonly costNanos: Nanos;
};

export const noCost: CostParts = {
  promptNanos: 0n,
  cachedNanos: 0n,
  completionNanos: 0n,
  reasoningNanos: 0n,
  requestNanos: 0n,
  imageNanos: 0n,
  discountNanos: 0n,
  costNanos: 0n,
};

/** Workspaces that have prompt logging on pay this much less. */
export const loggingDiscountPercent = 1n;
const discountedHundredths = 100n - loggingDiscountPercent;

/**
 * The price of a request: tokens × price ÷ 1,000,000 over all parts, rounded up once. With the logging discount it is
 * 99% of the exact sum, also rounded up once. The parts are rounded down, and the remainder is distributed to the parts
 * with the largest fractions, so that they add up to the undiscounted price.
 */
export function priceUsage(prices: Prices, usage: Usage, options: { readonly discount: boolean }): CostParts {
  const exact = exactParts(prices, usage);
  const sum = exact.reduce((total, part) => total + part, 0n);
  if (sum === 0n) return noCost;
  const price = divideCeil(sum, tokensPerPrice);
  const cost = options.discount ? divideCeil(sum * discountedHundredths, tokensPerPrice * 100n) : price;
  const [prompt = 0n, cached = 0n, completion = 0n, reasoning = 0n, request = 0n, image = 0n] = apportion(
    exact,
    price,
  );
  return {
    promptNanos: prompt,
    cachedNanos: cached,
    completionNanos: completion,
    reasoningNanos: reasoning,
    requestNanos: request,
    imageNanos: image,
    discountNanos: cost - price,
    costNanos: cost,
  };
}

/** The parts in millionths of a nano-dollar, in which they are exact. */
function exactParts(prices: Prices, usage: Usage): bigint[] {
  const cached = BigInt(usage.cachedTokens);
  const reasoning = BigInt(usage.reasoningTokens);
  return [
    (BigInt(usage.promptTokens) - cached) * prices.prompt,
    cached * prices.cached,
    (BigInt(usage.completionTokens) - reasoning) * prices.completion,
    reasoning * prices.reasoning,
    prices.request * tokensPerPrice,
    BigInt(usage.imageCount) * prices.image * tokensPerPrice,
  ];
}

function apportion(exact: readonly bigint[], total: Nanos): bigint[] {
  const parts = exact.map((part) => part / tokensPerPrice);
  let left = total - parts.reduce((sum, part) => sum + part, 0n);
  if (left === 0n) return parts;
  const byRemainder = exact
    .map((part, index) => ({ index, remainder: part % tokensPerPrice }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder) {
    if (left === 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return parts;
}
