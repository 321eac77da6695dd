import { expect, test } from "vitest";
import { parseInput } from "./chat-input";
import { finishReason, nativeFinishReason } from "./finish-reason";

const messages = [{ role: "user", content: "x" }];

function parsed(body: object) {
  const result = parseInput("chat", { model: "a/b", messages, ...body });
  if (!result.ok) throw new Error(result.apiError.message);
  return result.body;
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

test("the end user is text that can be recorded, and the refusal names the field", () => {
  const refused = (user: unknown) => {
    const result = parseInput("chat", { model: "a/b", messages, user });
    return result.ok ? "" : result.apiError.message;
  };
  for (const user of ["x\u0000y", "a\ud800", "line\nbreak", "x".repeat(257), 7, {}]) {
    expect(refused(user)).toMatch(/^user must /);
  }
  expect(parsed({ user: "Zoë 🦉" }).endUser).toBe("Zoë 🦉");
  expect(parsed({ user: "" }).endUser).toBeNull();
});

test("a message has no more parts than its record can count", () => {
  const parts = Array.from({ length: 1_001 }, () => ({ type: "image_url", image_url: { url: "x" } }));
  const result = parseInput("chat", { model: "a/b", messages: [{ role: "user", content: parts }] });
  expect(result).toMatchObject({ ok: false, apiError: { status: 400 } });
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

test("a prediction does not go upstream: what is rejected of it would be billed beyond the maximum", () => {
  expect(parsed({ prediction: { type: "content", content: "x" } }).content).not.toHaveProperty("prediction");
});
