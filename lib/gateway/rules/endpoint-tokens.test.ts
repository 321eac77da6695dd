import fc from "fast-check";
import { expect, test } from "vitest";
import {
  countedTokens,
  endpointTokens,
  heldPromptTokens,
  likelyPromptTokens,
  possiblePromptTokens,
} from "./endpoint-tokens";

const endpoint = { tokenFactor: 1.3, contextLength: 300 };
const prompt = { bound: 150, likely: 90, possible: 400, images: 0 };

test("our counts are multiplied by the factor and rounded up; the possible count is not", () => {
  expect(likelyPromptTokens(endpoint, prompt)).toBe(117);
  expect(heldPromptTokens(endpoint, prompt)).toBe(195);
  expect(possiblePromptTokens(endpoint, { ...prompt, possible: 200 })).toBe(200);
});

test("no prompt is longer than what is possible, nor than the context", () => {
  const long = { ...prompt, likely: 1_000, bound: 1_000 };
  for (const tokens of [likelyPromptTokens, heldPromptTokens, possiblePromptTokens]) {
    expect(tokens(endpoint, long)).toBe(300);
    expect(tokens({ ...endpoint, contextLength: 1_000 }, long)).toBe(400);
  }
});

test("countedTokens amounts to at least the endpoint's tokens, and one token less does not exceed them", () => {
  const factor = fc.constantFrom(0.25, 0.9, 1, 1.3, 1.5, 8);
  fc.assert(
    fc.property(factor, fc.nat(1_000_000), (tokenFactor, tokens) => {
      const counted = countedTokens({ tokenFactor }, tokens);
      expect(endpointTokens({ tokenFactor }, counted)).toBeGreaterThanOrEqual(tokens);
      if (counted > 0) expect(endpointTokens({ tokenFactor }, counted - 1)).toBeLessThanOrEqual(tokens);
    }),
  );
});
