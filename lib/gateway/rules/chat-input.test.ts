import { expect, test } from "vitest";
import { parseInput } from "./chat-input";
import { finishReason, nativeFinishReason } from "./finish-reason";

const messages = [{ role: "user", content: "x" }];

function parsed(body: object) {
  const result = parseInput("chat", { model: "a/b", messages, ...body });
  if (!result.ok) throw new Error(result.apiError.message);
  return result.body;
}

function rejection(body: object): string {
  const result = parseInput("chat", { model: "a/b", messages, ...body });
  return result.ok ? "" : result.apiError.message;
}

test("fields that are not forwarded by the schema stay here", () => {
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

test("either name of the maximum is accepted and kept for the provider", () => {
  expect(parsed({ max_completion_tokens: 7 })).toMatchObject({
    tokensMax: 7,
    tokensMaxField: "max_completion_tokens",
  });
  expect(parsed({ max_tokens: 8 })).toMatchObject({ tokensMax: 8, tokensMaxField: "max_tokens" });
  expect(parsed({}).tokensMax).toBeNull();
});

test("of the two names of the maximum only the one that counts is checked", () => {
  expect(parsed({ max_completion_tokens: 7, max_tokens: -1 }).tokensMax).toBe(7);
  expect(rejection({ max_completion_tokens: null, max_tokens: -1 })).toBe(
    "max_tokens must be a whole number from 1 to 10,000,000",
  );
  expect(rejection({ max_completion_tokens: 1.5, max_tokens: 8 })).toMatch(/^max_completion_tokens must be/);
});

test("the end user is text that can be recorded, and the error names the field", () => {
  for (const user of ["x\u0000y", "a\ud800", "line\nbreak", "x".repeat(257), 7, {}]) {
    expect(rejection({ user })).toMatch(/^user must /);
  }
  expect(parsed({ user: "Zoë 🦉" }).tags).toEqual({ endUser: "Zoë 🦉" });
  for (const user of ["", " ", "\u00a0 "]) expect(parsed({ user }).tags).toEqual({});
});

test("a message has no more parts than its record can count", () => {
  const parts = Array.from({ length: 1_001 }, () => ({ type: "image_url", image_url: { url: "x" } }));
  const result = parseInput("chat", { model: "a/b", messages: [{ role: "user", content: parts }] });
  expect(result).toMatchObject({ ok: false, apiError: { status: 400 } });
});

test.each<[string, object]>([
  ["model must be a string", { model: 1 }],
  ["model must not be empty", { model: "" }],
  ["models must be an array of at most 8 strings", { models: Array(9).fill("a/b") }],
  ["No model was given: model is required", { model: null, models: [] }],
  ["messages must be an array", { messages: null }],
  ["messages must not be empty", { messages: [] }],
  ["messages must have at most 5,000 entries", { messages: Array(5_001).fill(messages[0]) }],
  ["messages[1] must be an object", { messages: [...messages, []] }],
  [
    "messages[0].role must be one of system, developer, user, assistant, tool, function",
    { messages: [{ role: "king" }] },
  ],
  [
    "messages[0].content must be a string or an array of parts",
    { messages: [{ role: "user", content: {} }] },
  ],
  ["messages[0].content[1] must be an object", { messages: [{ role: "user", content: [{}, "x"] }] }],
  ["stream must be true or false", { stream: "yes" }],
  ["plugins are not supported", { plugins: [{ id: "web" }] }],
  ["plugins are not supported", { plugins: {} }],
  ["preset is not supported", { preset: false }],
  ["provider must be an object", { provider: [] }],
  ["provider.only must be an array of at most 50 provider slugs", { provider: { only: "quarry" } }],
  ["provider.zdr must be true or false", { provider: { zdr: 1 } }],
  ["provider.data_collection must be allow or deny", { provider: { data_collection: "x" } }],
  [
    "provider.sort must be price or throughput; the latency of providers is not measured",
    { provider: { sort: ["price"] } },
  ],
  [
    "provider.max_price must hold prompt or completion prices in dollars per million tokens, and nothing else",
    { provider: { max_price: { prompt: "-1" } } },
  ],
  ["provider.require_parameters is not supported", { provider: { require_parameters: true } }],
])("the error names the field: %s", (message, body) => {
  expect(rejection(body)).toBe(message);
});

test("null and off count as absent", () => {
  const off = {
    plugins: [{ id: "web", enabled: false }],
    provider: { quantizations: [], require_parameters: false, sort: { by: null }, order: null },
    preset: null,
    stream: null,
    user: null,
    temperature: null,
  };
  // Stored content has the fields as they were sent.
  expect({ ...parsed(off), used: {} }).toEqual({ ...parsed({}), used: {} });
});

test("preferences are read in the gateway's terms", () => {
  const provider = {
    order: ["Quarry/fp8", "lantern"],
    sort: { by: "price" },
    allow_fallbacks: false,
    data_collection: "deny",
    zdr: true,
    max_price: { prompt: 0.5, completion: "2" },
  };
  expect(parsed({ provider }).preferences).toEqual({
    order: ["quarry", "lantern"],
    only: [],
    ignore: [],
    sort: "price",
    allowFallbacks: false,
    denyCollection: true,
    zeroRetention: true,
    promptPriceMax: 500_000_000n,
    completionPriceMax: 2_000_000_000n,
  });
});

test("a text completion needs a prompt, and messages in it are only an unknown field", () => {
  const read = (body: object) => parseInput("text", { model: "a/b", ...body });
  expect(read({ prompt: "x", suffix: "y", messages: 7 })).toMatchObject({
    ok: true,
    body: { content: { prompt: "x", suffix: "y" } },
  });
  expect(read({})).toMatchObject({ apiError: { message: "prompt must be a string" } });
  expect(read({ prompt: "" })).toMatchObject({ apiError: { message: "prompt must not be empty" } });
  expect(parseInput("text", [])).toMatchObject({ apiError: { message: "The body must be a JSON object" } });
});

test("the first part of each medium is named", () => {
  const image = { type: "image_url", image_url: { url: "x" } };
  const content = [{ type: "text", text: "x" }, image, { type: "file" }, image];
  expect([...parsed({ messages: [...messages, { role: "user", content }] }).media]).toEqual([
    ["image", "messages[1].content[1]"],
    ["file", "messages[1].content[2]"],
  ]);
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

test("a prediction is not forwarded: what a model rejects of it would be billed beyond the maximum", () => {
  expect(parsed({ prediction: { type: "content", content: "x" } }).content).not.toHaveProperty("prediction");
});
