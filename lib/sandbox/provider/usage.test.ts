import { describe, expect, it } from "vitest";
import { noDirectives } from "./directives";
import { type Prompt, readPrompt } from "./prompt";
import { createPromptCache } from "./prompt-cache";
import { limitReply, promptTokensOf, usageOf } from "./usage";

const reply = { text: "x".repeat(40), reasoning: "", toolCall: null };

function chat(content: unknown): Prompt {
  const prompt = readPrompt("chat", { model: "m", messages: [{ role: "user", content }] });
  if (typeof prompt === "string") throw new Error(prompt);
  return prompt;
}

describe("usage", () => {
  it("counts one token per four characters, rounded up, and at least one", () => {
    expect(promptTokensOf(chat("12345"))).toBe(2);
    expect(promptTokensOf(chat(""))).toBe(1);
  });

  it("counts 85 tokens for an image", () => {
    const parts = [
      { type: "text", text: "four" },
      { type: "image_url", image_url: { url: "data:," } },
    ];
    expect(promptTokensOf(chat(parts))).toBe(86);
  });

  it("adds up", () => {
    expect(usageOf(chat("12345678"), reply, noDirectives, 0)).toMatchObject({
      prompt_tokens: 2,
      completion_tokens: 10,
      total_tokens: 12,
    });
  });

  it("stops at the limit exactly, spending reasoning first", () => {
    const thinking = { text: "x".repeat(40), reasoning: "r".repeat(20), toolCall: null };
    const limited = limitReply(thinking, 7);
    expect(limited).toMatchObject({
      isCut: true,
      reply: { reasoning: "r".repeat(20), text: "x".repeat(8) },
    });
    expect(usageOf(chat("hi"), limited.reply, noDirectives, 0)).toMatchObject({
      completion_tokens: 7,
      completion_tokens_details: { reasoning_tokens: 5 },
    });
    expect(limitReply(thinking, 15).isCut).toBe(false);
  });

  it("is overridden by a directive", () => {
    expect(usageOf(chat("hi"), reply, { ...noDirectives, tokens: [1000, 500] }, 9)).toMatchObject({
      prompt_tokens: 1000,
      completion_tokens: 500,
      prompt_tokens_details: { cached_tokens: 0 },
    });
    expect(usageOf(chat("hi"), reply, { ...noDirectives, noUsage: true }, 0)).toBeNull();
    expect(usageOf(chat("hi"), reply, { ...noDirectives, zeroUsage: true }, 0)?.total_tokens).toBe(0);
  });
});

describe("prompt cache", () => {
  it("reports the longest prefix seen before, in steps of 1,024 characters, per model", () => {
    const cache = createPromptCache();
    const text = "a".repeat(2_048) + "b".repeat(1_024);
    expect(cache.cachedTokens("m", text)).toBe(0);
    expect(cache.cachedTokens("m", text)).toBe(768);
    expect(cache.cachedTokens("m", `${"a".repeat(2_048)}${"c".repeat(2_000)}`)).toBe(512);
    expect(cache.cachedTokens("other", text)).toBe(0);
    expect(cache.cachedTokens("m", "a".repeat(1_023))).toBe(0);
  });
});
