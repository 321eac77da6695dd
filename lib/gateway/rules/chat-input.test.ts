import { expect, test } from "vitest";
import { parseInput } from "./chat-input";
import { estimateTextTokens } from "./estimate-tokens";
import { finishReason, nativeFinishReason } from "./finish-reason";

const messages = [{ role: "user", content: "x" }];

function parsed(body: object) {
  const result = parseInput("chat", { model: "a/b", messages, ...body });
  if (!result.ok) throw new Error(result.refusal.message);
  return result.input;
}

test("what is ours or unknown does not go upstream", () => {
  const { content } = parsed({
    n: 5,
    best_of: 3,
    user: "someone",
    metadata: { a: 1 },
    plugins: [],
    provider: {},
    transforms: [],
    unknown: 1,
    temperature: 0.5,
    tools: [{ type: "function" }],
    stop: null,
  });
  expect(Object.keys(content).sort()).toEqual(["messages", "temperature", "tools"]);
});

test("the model comes first among its fallbacks, and once", () => {
  expect(parsed({ models: ["c/d", "a/b"] }).models).toEqual(["a/b", "c/d"]);
});

test("either name of the maximum is taken and kept for the upstream", () => {
  expect(parsed({ max_completion_tokens: 7 })).toMatchObject({
    tokensMax: 7,
    tokensMaxField: "max_completion_tokens",
  });
  expect(parsed({ max_tokens: 8 })).toMatchObject({ tokensMax: 8, tokensMaxField: "max_tokens" });
  expect(parsed({}).tokensMax).toBeNull();
});

test("pictures count as pictures, not by the length of their text", () => {
  const url = `data:image/png;base64,${"A".repeat(1_000_000)}`;
  const input = parsed({
    messages: [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }],
  });
  expect(input.imageCount).toBe(1);
  expect(input.promptTokens).toBeLessThan(2_000);
});

test("text counts by its bytes in UTF-8", () => {
  for (const text of ["", "abcd", "éé", "日本語", "🦉🦉"]) {
    expect(estimateTextTokens(text)).toBe(Math.ceil(Buffer.byteLength(text) / 4));
  }
});

test("finish reasons are of the closed set, and a native one is a word or nothing", () => {
  expect(["stop", "max_tokens", "tool_use", "whatever", "", null].map(finishReason)).toEqual([
    "stop",
    "length",
    "tool_calls",
    "stop",
    null,
    null,
  ]);
  expect(nativeFinishReason("END_TURN")).toBe("end_turn");
  expect(nativeFinishReason("my secret prompt")).toBeNull();
});
