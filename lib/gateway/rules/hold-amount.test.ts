import fc from "fast-check";
import { expect, test } from "vitest";
import type { Endpoint } from "@/lib/catalog/rules/catalogue";
import { priceUsage } from "@/lib/catalog/rules/price-usage";
import { holdTokens } from "./estimate-tokens";
import { affordableTokens, holdDemand } from "./hold-amount";

const price = fc.bigInt({ min: 0n, max: 100_000_000_000n });
const endpoint = fc
  .record({
    prompt: price,
    completion: price,
    cached: price,
    reasoning: price,
    request: fc.bigInt(0n, 10_000_000n),
    image: fc.bigInt(0n, 10_000_000n),
  })
  .chain((prices) =>
    fc.record({ prices: fc.constant(prices), maxCompletionTokens: fc.integer({ min: 1, max: 100_000 }) }),
  )
  .map(({ prices, maxCompletionTokens }): Endpoint => ({
    id: "p/m",
    modelId: "m",
    provider: {
      slug: "p",
      name: "P",
      baseUrl: "http://p",
      apiKeyVariable: null,
      sandboxKey: null,
      privacyPolicyUrl: null,
      termsUrl: null,
      statusUrl: null,
      headquarters: null,
      dataPolicy: { trains: false, retainsDays: 0, publishes: false },
    },
    upstreamModel: "m",
    prices,
    priceListId: "x",
    contextLength: 128_000,
    maxCompletionTokens,
    throughput: null,
    dataPolicy: { trains: false, retainsDays: 0, publishes: false },
    isFree: false,
  }));
const demand = fc.record({
  promptTokens: fc.nat(50_000),
  imageCount: fc.nat(5),
  tokensMax: fc.option(fc.integer({ min: 1, max: 200_000 })),
});

test("what an answer within its cap costs never passes what was held, wherever it is served and however it is made up", () => {
  fc.assert(
    fc.property(
      fc.array(endpoint, { minLength: 1, maxLength: 4 }),
      demand,
      fc.nat(100),
      fc.nat(100),
      (endpoints, asked, share, cachedShare) => {
        const { amountNanos, minimumNanos } = holdDemand(endpoints, asked);
        expect(minimumNanos <= amountNanos).toBe(true);
        const granted = minimumNanos + ((amountNanos - minimumNanos) * BigInt(share)) / 100n;
        for (const each of endpoints) {
          const completionTokens = affordableTokens(each, asked, granted);
          const promptTokens = holdTokens(asked.promptTokens);
          const usage = {
            promptTokens,
            completionTokens,
            cachedTokens: Math.floor((promptTokens * cachedShare) / 100),
            reasoningTokens: Math.floor((completionTokens * cachedShare) / 100),
            imageCount: asked.imageCount,
          };
          if (completionTokens > 0)
            expect(priceUsage(each.prices, usage, { discount: false }).costNanos <= granted).toBe(true);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test("a caller's own maximum is all or nothing, and the whole amount pays for it", () => {
  fc.assert(
    fc.property(endpoint, demand, (each, asked) => {
      const { amountNanos, minimumNanos, tokensWanted } = holdDemand([each], asked);
      if (asked.tokensMax !== null) expect(minimumNanos).toBe(amountNanos);
      expect(affordableTokens(each, asked, amountNanos)).toBe(tokensWanted);
    }),
  );
});
