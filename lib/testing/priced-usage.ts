import fc from "fast-check";
import type { Prices } from "@/lib/catalog/rules/prices";

const price = fc.bigInt({ min: 0n, max: 200_000_000_000n });
const unitPrice = fc.bigInt({ min: 0n, max: 1_000_000_000n });

/** Any price list: nano-dollars per million tokens, and per request or image. */
export const anyPrices: fc.Arbitrary<Prices> = fc.record({
  prompt: price,
  completion: price,
  cached: price,
  reasoning: price,
  request: unitPrice,
  image: unitPrice,
});

/** Any usage with parts that are at most their whole. */
export function anyUsage({ tokensMax }: { readonly tokensMax: number }) {
  return fc
    .record({
      promptTokens: fc.nat(tokensMax),
      completionTokens: fc.nat(tokensMax),
      cachedShare: fc.nat(100),
      reasoningShare: fc.nat(100),
      imageCount: fc.nat(20),
    })
    .map(({ cachedShare, reasoningShare, ...rest }) => ({
      ...rest,
      cachedTokens: Math.floor((rest.promptTokens * cachedShare) / 100),
      reasoningTokens: Math.floor((rest.completionTokens * reasoningShare) / 100),
    }));
}
