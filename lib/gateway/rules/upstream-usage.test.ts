import fc from "fast-check";
import { expect, test } from "vitest";
import { readUsage } from "./upstream-usage";

const details = (cached: unknown, reasoning: unknown) => ({
  prompt_tokens_details: { cached_tokens: cached },
  completion_tokens_details: { reasoning_tokens: reasoning },
});

test("both counts make a report, with cached and reasoning tokens", () => {
  expect(readUsage({ prompt_tokens: 9, completion_tokens: 7, ...details(4, 2) })).toEqual({
    promptTokens: 9,
    completionTokens: 7,
    cachedTokens: 4,
    reasoningTokens: 2,
  });
  expect(readUsage({ prompt_tokens: 0, completion_tokens: 0 })).toMatchObject({
    promptTokens: 0,
    completionTokens: 0,
  });
});

test("a missing count is derived from the total, and unknown without it", () => {
  expect(readUsage({ prompt_tokens: 9, total_tokens: 16 })).toMatchObject({ completionTokens: 7 });
  expect(readUsage({ completion_tokens: 7, total_tokens: 16 })).toMatchObject({ promptTokens: 9 });
  for (const half of [
    { prompt_tokens: 9 },
    { completion_tokens: 7 },
    { total_tokens: 16 },
    { prompt_tokens: 9, completion_tokens: "7" },
    { prompt_tokens: 9, completion_tokens: -1 },
    { prompt_tokens: 9, completion_tokens: Infinity },
    { prompt_tokens: 9, total_tokens: 8 },
    null,
    "x",
    [],
  ]) {
    expect(readUsage(half)).toBeNull();
  }
});

test("reasoning that a provider counts outside the completion is added to it, as its total shows", () => {
  const outside = { prompt_tokens: 32, completion_tokens: 9, total_tokens: 391, ...details(0, 350) };
  expect(readUsage(outside)).toMatchObject({ completionTokens: 359, reasoningTokens: 350 });
  const within = { prompt_tokens: 32, completion_tokens: 359, total_tokens: 391, ...details(0, 350) };
  expect(readUsage(within)).toMatchObject({ completionTokens: 359, reasoningTokens: 350 });
});

test("whatever is reported, parts stay within their wholes and counts within 32 bits", () => {
  const number = fc.oneof(fc.nat(), fc.double(), fc.integer(), fc.constant(null), fc.string());
  const usage = fc.record(
    {
      prompt_tokens: number,
      completion_tokens: number,
      total_tokens: number,
      prompt_tokens_details: fc.record({ cached_tokens: number }),
      completion_tokens_details: fc.record({ reasoning_tokens: number }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(usage, (value) => {
      const read = readUsage(value);
      if (!read) return;
      for (const count of Object.values(read)) {
        expect(Number.isInteger(count) && count >= 0 && count < 2 ** 31).toBe(true);
      }
      expect(read.cachedTokens).toBeLessThanOrEqual(read.promptTokens);
      expect(read.reasoningTokens).toBeLessThanOrEqual(read.completionTokens);
    }),
    { numRuns: 2_000 },
  );
});
