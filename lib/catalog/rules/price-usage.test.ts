import fc from "fast-check";
import { anyPrices, anyUsage } from "@/lib/testing/priced-usage";
import { expect, test } from "vitest";
import { noCost, priceUsage } from "./price-usage";
import type { Prices } from "./prices";

const prices = anyPrices;
const usage = anyUsage({ tokensMax: 2_000_000 });

/** Exact fraction, independent of the code under test: a numerator over a common denominator of 10^8. */
function oracle(list: Prices, used: Parameters<typeof priceUsage>[1], discount: boolean): bigint {
  const terms: [number, bigint, bigint][] = [
    [used.promptTokens - used.cachedTokens, list.prompt, 1n],
    [used.cachedTokens, list.cached, 1n],
    [used.completionTokens - used.reasoningTokens, list.completion, 1n],
    [used.reasoningTokens, list.reasoning, 1n],
    [1, list.request, 1_000_000n],
    [used.imageCount, list.image, 1_000_000n],
  ];
  const numerator = terms.reduce((sum, [count, each, scale]) => sum + BigInt(count) * each * scale, 0n);
  const scaled = numerator * (discount ? 99n : 100n);
  const whole = scaled / 100_000_000n;
  return whole * 100_000_000n === scaled ? whole : whole + 1n;
}

test("cost equals the exact sum rounded up once, with and without the discount", () => {
  fc.assert(
    fc.property(prices, usage, fc.boolean(), (list, used, discount) => {
      expect(priceUsage(list, used, { discount }).costNanos).toBe(oracle(list, used, discount));
    }),
    { numRuns: 10_000 },
  );
});

test("parts and discount add up to the cost, no part is negative, the discount is not positive", () => {
  fc.assert(
    fc.property(prices, usage, fc.boolean(), (list, used, discount) => {
      const { costNanos, discountNanos, ...parts } = priceUsage(list, used, { discount });
      const sum = Object.values(parts).reduce((total, part) => total + part, discountNanos);
      expect(sum).toBe(costNanos);
      expect(Object.values(parts).every((part) => part >= 0n)).toBe(true);
      expect(discountNanos <= 0n).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("a free endpoint costs nothing, whatever is used", () => {
  const free = { prompt: 0n, completion: 0n, cached: 0n, reasoning: 0n, request: 0n, image: 0n };
  const used = { promptTokens: 9, completionTokens: 9, reasoningTokens: 1, cachedTokens: 1, imageCount: 3 };
  expect(priceUsage(free, used, { discount: true })).toEqual(noCost);
});

test("a thousand prompt and five hundred completion tokens at $0.50 and $1.50 cost $0.00125, discounted $0.0012375", () => {
  const list = {
    prompt: 500_000_000n,
    completion: 1_500_000_000n,
    cached: 0n,
    reasoning: 0n,
    request: 0n,
    image: 0n,
  };
  const used = {
    promptTokens: 1_000,
    completionTokens: 500,
    reasoningTokens: 0,
    cachedTokens: 0,
    imageCount: 0,
  };
  expect(priceUsage(list, used, { discount: false }).costNanos).toBe(1_250_000n);
  expect(priceUsage(list, used, { discount: true }).costNanos).toBe(1_237_500n);
});
