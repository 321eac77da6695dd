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
  finishReason: "stop",
  reported: usage,
  estimatedPromptTokens: 90,
  estimatedCompletionTokens: 40,
  imageCount: 0,
};
const zero = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, reasoningTokens: 0 };
const full = 100n * 1_000n + 50n * 2_000n + 7n;
const estimate = 90n * 1_000n + 40n * 2_000n + 7n;

test.each<[string, Partial<UpstreamOutcome>, bigint, boolean]>([
  ["a whole answer costs what the provider reported", {}, full, false],
  ["a reported zero is zero", { reported: zero }, 0n, false],
  ["without usage it is estimated and marked", { reported: null }, estimate, true],
  ["an upstream error is free", { end: "failed", finishReason: null, reported: null }, 0n, false],
  [
    "an error in the middle is free though usage was reported",
    { end: "failed", finishReason: "error" },
    0n,
    false,
  ],
  ["a cut answer costs what was reported", { end: "cut", finishReason: null }, full, false],
  [
    "a cut answer without usage is estimated and marked",
    { end: "cut", finishReason: null, reported: null },
    estimate,
    true,
  ],
  [
    "a cut before the first token is free",
    { end: "cut", finishReason: null, reported: null, estimatedCompletionTokens: 0 },
    0n,
    true,
  ],
  [
    "no tokens and no reason is free though a prompt was reported",
    { finishReason: null, reported: { ...usage, completionTokens: 0 } },
    0n,
    false,
  ],
  [
    "no tokens with a reason costs the prompt",
    { reported: { ...usage, completionTokens: 0 } },
    100n * 1_000n + 7n,
    false,
  ],
  ["tokens without a reason are charged", { finishReason: null }, full, false],
  ["finish reason error is free", { finishReason: "error" }, 0n, false],
  [
    "cached tokens cost their own price",
    { reported: { ...usage, cachedTokens: 60 } },
    40n * 1_000n + 60n * 500n + 50n * 2_000n + 7n,
    false,
  ],
])("%s", (_, change, cost, isEstimated) => {
  const bill = billOutcome({ ...base, ...change }, prices, { discount: false });
  expect(bill.cost.costNanos).toBe(cost);
  expect(bill.isEstimated).toBe(isEstimated);
});

test("the discount takes one per cent off the whole request", () => {
  expect(billOutcome(base, prices, { discount: true }).cost.costNanos).toBe((full * 99n + 99n) / 100n);
});
