import fc from "fast-check";
import { expect, test } from "vitest";
import { billOutcome, type UpstreamOutcome } from "./bill-outcome";

const prices = {
  prompt: 1_000_000_000n,
  completion: 2_000_000_000n,
  cached: 500_000_000n,
  reasoning: 2_000_000_000n,
  request: 7n,
  image: 0n,
};
const usage = { promptTokens: 100, completionTokens: 50, cachedTokens: 0, reasoningTokens: 0 };
const base: UpstreamOutcome = {
  end: "ended",
  endedBy: "provider",
  finishReason: "stop",
  reported: usage,
  countedCompletionTokens: 40,
  prompt: { bound: 120, likely: 90, possible: 400, images: 0 },
  endpoint: { tokenFactor: 1, contextLength: 1_000 },
  completionTokensMax: 60,
  heldNanos: 1_000_000n,
};
const dense = { tokenFactor: 1.3, contextLength: 1_000 };
const silent = { reported: null, finishReason: null } as const;
const zero = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, reasoningTokens: 0 };
const costOf = (prompt: number, completion: number) =>
  BigInt(prompt) * 1_000n + BigInt(completion) * 2_000n + 7n;
const full = costOf(100, 50);
const estimate = costOf(90, 40);

test.each<[string, Partial<UpstreamOutcome>, bigint, boolean]>([
  ["a complete response costs what the provider reported", {}, full, false],
  ["a reported zero is zero", { reported: zero }, 0n, false],
  ["a response without usage is estimated and marked", { reported: null }, estimate, true],
  ["an upstream error is free", { ...silent, end: "failed" }, 0n, false],
  ["an error in the middle is free although usage was reported", { end: "failed" }, 0n, false],
  ["finish reason error is free", { finishReason: "error" }, 0n, false],
  ["a response that broke off costs what was reported", { end: "cut", finishReason: null }, full, false],
  ["a response that broke off without usage is estimated", { ...silent, end: "cut" }, estimate, true],
  [
    "a response that the provider broke off before the first token is free",
    { ...silent, end: "cut", countedCompletionTokens: 0 },
    0n,
    true,
  ],
  [
    "a response that we cut before the first token costs the prompt",
    { ...silent, end: "cut", endedBy: "us", countedCompletionTokens: 0 },
    costOf(90, 0),
    true,
  ],
  [
    "a response that we canceled before the first token costs the prompt",
    { ...silent, end: "cancelled", endedBy: "us", countedCompletionTokens: 0 },
    costOf(90, 0),
    true,
  ],
  [
    "a response that we canceled costs the prompt and what had arrived",
    { ...silent, end: "cancelled", endedBy: "us" },
    estimate,
    true,
  ],
  [
    "a response that we ended is not a failure, even if marked as one",
    { ...silent, end: "failed", endedBy: "us" },
    estimate,
    true,
  ],
  [
    "no tokens and no finish reason is free although a prompt was reported",
    { finishReason: null, reported: { ...usage, completionTokens: 0 } },
    0n,
    false,
  ],
  [
    "no tokens and no finish reason costs the prompt if we ended it",
    { end: "cut", endedBy: "us", finishReason: null, reported: { ...usage, completionTokens: 0 } },
    costOf(100, 0),
    false,
  ],
  [
    "no tokens with a finish reason costs the prompt",
    { reported: { ...usage, completionTokens: 0 } },
    costOf(100, 0),
    false,
  ],
  ["tokens without a finish reason are charged", { finishReason: null }, full, false],
  [
    "cached tokens cost their own price",
    { reported: { ...usage, cachedTokens: 60 } },
    40n * 1_000n + 60n * 500n + 50n * 2_000n + 7n,
    false,
  ],
  ["the token factor multiplies our own counts", { reported: null, endpoint: dense }, costOf(117, 52), true],
  ["the token factor does not change a report", { endpoint: dense }, full, false],
  [
    "our count of a response ends at the limit that was sent",
    { reported: null, countedCompletionTokens: 500 },
    costOf(90, 60),
    true,
  ],
  [
    "an estimate beyond the hold gives up tokens of the response first",
    { reported: null, heldNanos: costOf(90, 11) + 1_999n },
    costOf(90, 11),
    true,
  ],
  [
    "an estimate further beyond the hold gives up tokens of the prompt too",
    { reported: null, heldNanos: costOf(30, 0) + 999n },
    costOf(30, 0),
    true,
  ],
  [
    "an estimate is free when the hold does not even pay for the request",
    { reported: null, heldNanos: 6n },
    0n,
    true,
  ],
  ["a report may exceed the hold", { heldNanos: 6n }, full, false],
])("%s", (_, change, cost, isEstimated) => {
  const bill = billOutcome({ ...base, ...change }, prices, { discount: false });
  expect(bill.cost.costNanos).toBe(cost);
  expect(bill.isEstimated).toBe(isEstimated);
  expect(bill.isCapped).toBe(false);
});

test.each<[string, Partial<typeof usage>, Partial<UpstreamOutcome>, Partial<typeof usage>]>([
  ["the limit that was sent", { completionTokens: 999_999_999 }, {}, { completionTokens: 60 }],
  ["the bytes of the prompt", { promptTokens: 401 }, {}, { promptTokens: 400 }],
  [
    "the context",
    { promptTokens: 400 },
    { endpoint: { tokenFactor: 1, contextLength: 300 } },
    { promptTokens: 300 },
  ],
  [
    "the limit with its reasoning",
    { completionTokens: 70, reasoningTokens: 65 },
    {},
    { completionTokens: 60, reasoningTokens: 60 },
  ],
  [
    "the prompt with its cached tokens",
    { promptTokens: 500, cachedTokens: 450 },
    {},
    { promptTokens: 400, cachedTokens: 400 },
  ],
])("a report beyond %s is reduced to it and marked", (_, reported, change, billed) => {
  const bill = billOutcome({ ...base, ...change, reported: { ...usage, ...reported } }, prices, {
    discount: false,
  });
  expect(bill.isCapped).toBe(true);
  expect(bill.usage).toMatchObject({ ...usage, ...billed });
});

test("a report of exactly what is possible is not marked", () => {
  const reported = { ...usage, promptTokens: 400, completionTokens: 60 };
  expect(billOutcome({ ...base, reported }, prices, { discount: false }).isCapped).toBe(false);
});

test("the discount takes one percent off the whole request", () => {
  expect(billOutcome(base, prices, { discount: true }).cost.costNanos).toBe((full * 99n + 99n) / 100n);
});

const price = fc.bigInt(0n, 100_000n * 1_000_000_000n);
const count = fc.oneof(fc.nat(100), fc.nat(100_000_000));
const anything = fc.record({
  outcome: fc.record({
    end: fc.constantFrom("ended", "cut", "cancelled", "failed"),
    endedBy: fc.constantFrom("provider", "us"),
    finishReason: fc.constantFrom(null, "stop", "length", "error"),
    reported: fc.option(
      fc.record({
        promptTokens: count,
        completionTokens: count,
        cachedTokens: fc.constant(0),
        reasoningTokens: fc.constant(0),
      }),
    ),
    countedCompletionTokens: count,
    prompt: fc.record({
      bound: count,
      likely: count,
      possible: fc.oneof(count, fc.constant(20_000_000_000)),
      images: fc.nat(32_767),
    }),
    endpoint: fc.record({
      tokenFactor: fc.constantFrom(0.25, 1, 8),
      contextLength: fc.integer({ min: 1, max: 100_000_000 }),
    }),
    completionTokensMax: count,
    heldNanos: fc.bigInt(0n, 10n ** 18n),
  }) satisfies fc.Arbitrary<UpstreamOutcome>,
  prices: fc.record({
    prompt: price,
    completion: price,
    cached: price,
    reasoning: price,
    request: price,
    image: price,
  }),
  discount: fc.boolean(),
});

test("in every case parts add up, an estimate stays within the hold, tokens fit 32 bits, and money fits 63", () => {
  fc.assert(
    fc.property(anything, ({ outcome, prices: list, discount }) => {
      const bill = billOutcome(outcome, list, { discount });
      const { costNanos, ...parts } = bill.cost;
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0n)).toBe(costNanos);
      expect(costNanos >= 0n && costNanos < 2n ** 62n).toBe(true);
      for (const tokens of Object.values(bill.usage)) {
        expect(Number.isInteger(tokens) && tokens >= 0 && tokens < 2 ** 31).toBe(true);
      }
      if (bill.isEstimated) expect(costNanos <= outcome.heldNanos).toBe(true);
      if (bill.isEstimated) expect(outcome.reported).toBeNull();
      expect(bill.usage.completionTokens).toBeLessThanOrEqual(outcome.completionTokensMax);
      expect(bill.usage.promptTokens).toBeLessThanOrEqual(outcome.endpoint.contextLength);
    }),
    { numRuns: 5_000 },
  );
});
