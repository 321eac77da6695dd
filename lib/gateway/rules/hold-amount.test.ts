import fc from "fast-check";
import { expect, test } from "vitest";
import type { Endpoint } from "@/lib/catalog/rules/catalog";
import { priceUsage } from "@/lib/catalog/rules/price-usage";
import { billOutcome } from "./bill-outcome";
import { affordableTokens, type TokenEstimate, wantedHold } from "./hold-amount";

const policy = { trains: false, retainsDays: 0, publishes: false } as const;
const plain: Endpoint = {
  id: "p/m",
  modelId: "m",
  provider: {
    slug: "p",
    name: "P",
    baseUrl: "http://p",
    apiKeyVariable: null,
    sandboxKey: null,
    stopsBillingOnCancel: false,
    privacyPolicyUrl: null,
    policyReadOn: null,
    termsUrl: null,
    statusUrl: null,
    headquarters: null,
    dataPolicy: policy,
  },
  upstreamModel: "m",
  prices: { prompt: 0n, completion: 0n, cached: 0n, reasoning: 0n, request: 0n, image: 0n },
  priceListId: "x",
  contextLength: 128_000,
  maxCompletionTokens: 16_000,
  throughput: null,
  tokenFactor: 1,
  dataPolicy: policy,
  isFree: false,
};
const price = fc.bigInt({ min: 0n, max: 100_000_000_000n });
const endpoint = fc
  .record({
    prices: fc.record({
      prompt: price,
      completion: price,
      cached: price,
      reasoning: price,
      request: fc.bigInt(0n, 10_000_000n),
      image: fc.bigInt(0n, 10_000_000n),
    }),
    maxCompletionTokens: fc.integer({ min: 1, max: 100_000 }),
    contextLength: fc.integer({ min: 1, max: 200_000 }),
    tokenFactor: fc.constantFrom(0.25, 1, 1.3, 3),
  })
  .map((fields): Endpoint => ({ ...plain, ...fields }));
const tokenEstimate = fc
  .record({
    likely: fc.nat(50_000),
    margin: fc.nat(50_000),
    room: fc.nat(200_000),
    images: fc.nat(5),
    tokensMax: fc.option(fc.integer({ min: 1, max: 200_000 })),
  })
  .map(({ likely, margin, room, images, tokensMax }): TokenEstimate => ({
    prompt: { likely, bound: likely + margin, possible: likely + margin + room, images },
    tokensMax,
  }));
const share = fc.nat(100);

test("a response within its limit never costs more than was held if the prompt is within its bound, at any endpoint and with any mix of tokens", () => {
  fc.assert(
    fc.property(
      fc.array(endpoint, { minLength: 1, maxLength: 4 }),
      tokenEstimate,
      fc.tuple(share, share),
      (endpoints, asked, [granting, caching]) => {
        const { amountNanos, minimumNanos } = wantedHold(endpoints, asked);
        expect(minimumNanos <= amountNanos).toBe(true);
        const granted = minimumNanos + ((amountNanos - minimumNanos) * BigInt(granting)) / 100n;
        for (const each of endpoints) {
          const completionTokens = affordableTokens(each, asked, granted);
          const promptTokens = Math.min(
            Math.ceil(asked.prompt.bound * each.tokenFactor),
            asked.prompt.possible,
            each.contextLength,
          );
          const usage = {
            promptTokens,
            completionTokens,
            cachedTokens: Math.floor((promptTokens * caching) / 100),
            reasoningTokens: Math.floor((completionTokens * caching) / 100),
            imageCount: asked.prompt.images,
          };
          expect(priceUsage(each.prices, usage, { discount: false }).costNanos <= granted).toBe(true);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test("whatever a provider reports or omits, a bill exceeds its hold by at most the excess, and an estimate never does", () => {
  const count = fc.oneof(fc.nat(1_000), fc.nat(100_000_000));
  const report = fc.option(fc.record({ promptTokens: count, completionTokens: count, caching: share }));
  fc.assert(
    fc.property(
      fc.array(endpoint, { minLength: 1, maxLength: 3 }),
      tokenEstimate,
      fc.tuple(report, share, fc.nat(400_000), fc.boolean()),
      (endpoints, asked, [reported, granting, counted, discount]) => {
        const { amountNanos, minimumNanos, excessNanos } = wantedHold(endpoints, asked);
        const granted = minimumNanos + ((amountNanos - minimumNanos) * BigInt(granting)) / 100n;
        for (const each of endpoints) {
          const bill = billOutcome(
            {
              end: "ended",
              endedBy: "provider",
              finishReason: "stop",
              reported: reported && {
                ...reported,
                cachedTokens: Math.floor((reported.promptTokens * reported.caching) / 100),
                reasoningTokens: Math.floor((reported.completionTokens * reported.caching) / 100),
              },
              countedCompletionTokens: counted,
              prompt: asked.prompt,
              endpoint: each,
              completionTokensMax: affordableTokens(each, asked, granted),
              heldNanos: granted,
            },
            each.prices,
            { discount },
          );
          const most = bill.isEstimated ? granted : granted + excessNanos;
          expect(bill.cost.costNanos <= most).toBe(true);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test("a caller's own maximum is all or nothing, and the full amount pays for it", () => {
  fc.assert(
    fc.property(endpoint, tokenEstimate, (each, asked) => {
      const { amountNanos, minimumNanos, tokensWanted } = wantedHold([each], asked);
      if (asked.tokensMax !== null) expect(minimumNanos).toBe(amountNanos);
      expect(affordableTokens(each, asked, amountNanos)).toBe(tokensWanted);
    }),
  );
});

const asked: TokenEstimate = {
  prompt: { bound: 1_800, likely: 1_000, possible: 5_000, images: 0 },
  tokensMax: null,
};
const priced = { ...plain, prices: { ...plain.prices, prompt: 1_000_000n, completion: 2_000_000n } };

test("the bound is held, and the possible tokens beyond it are the excess", () => {
  const { amountNanos, excessNanos } = wantedHold([priced], { ...asked, tokensMax: 100 });
  expect(amountNanos).toBe(1_800n + 200n);
  expect(excessNanos).toBe(3_200n);
  expect(wantedHold([plain], asked)).toMatchObject({ amountNanos: 0n, excessNanos: 0n });
});

test("the token factor raises the hold and lowers the excess; the possible tokens stay the same", () => {
  const dense = { ...priced, tokenFactor: 2 };
  expect(wantedHold([dense], { ...asked, tokensMax: 100 })).toMatchObject({
    amountNanos: 3_600n + 200n,
    excessNanos: 1_400n,
  });
  expect(wantedHold([{ ...priced, tokenFactor: 8 }], { ...asked, tokensMax: 100 })).toMatchObject({
    amountNanos: 5_000n + 200n,
    excessNanos: 0n,
  });
});

test("the prompt that is held or possible never exceeds the context", () => {
  const short = { ...priced, contextLength: 1_500 };
  expect(wantedHold([short], { ...asked, tokensMax: 100 })).toMatchObject({
    amountNanos: 1_500n + 200n,
    excessNanos: 0n,
  });
});

test("the room in the context is computed from the likely prompt, so that a response that fits is not cut", () => {
  const short = { ...priced, contextLength: 2_000 };
  expect(wantedHold([short], { ...asked, tokensMax: 1_000 }).tokensWanted).toBe(1_000);
  expect(wantedHold([short], { ...asked, tokensMax: 1_001 }).tokensWanted).toBe(1_000);
});

test("credits that do not pay for the prompt buy no response, even a free one", () => {
  expect(affordableTokens(priced, asked, 1_799n)).toBe(0);
  expect(affordableTokens(priced, asked, 1_802n)).toBe(1);
  const freeResponses = { ...priced, prices: { ...priced.prices, completion: 0n, reasoning: 0n } };
  expect(affordableTokens(freeResponses, asked, 1_799n)).toBe(0);
  expect(affordableTokens(freeResponses, asked, 1_800n)).toBe(16_000);
});
