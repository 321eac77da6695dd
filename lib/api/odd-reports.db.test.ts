import { afterAll, beforeAll, expect, test } from "vitest";
import { countUnaccounted } from "@/lib/ledger/count-unaccounted";
import {
  type AnsweringProvider,
  askOnce,
  plain,
  type Respond,
  startAnsweringProvider,
  stream,
  words,
} from "@/lib/testing/answering-provider";

let provider: AnsweringProvider;
beforeAll(async () => {
  provider = await startAnsweringProvider();
});
afterAll(() => provider.stop());

const ask = (respond: Respond, extra: object = {}) => askOnce(provider, respond, extra);

const usage = { prompt_tokens: 11, completion_tokens: 7 };
const deep = "[".repeat(1_000) + "]".repeat(1_000);
const early = (prompt: number, completion: number) =>
  JSON.stringify({ choices: [], usage: { prompt_tokens: prompt, completion_tokens: completion } });
const stop = JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });

test("usage reported before the text makes it neither free nor unaccounted", async () => {
  const result = await ask(stream(early(0, 0), words("The heron waits in the reeds."), stop, "[DONE]"), {
    stream: true,
  });
  expect(result.text).toContain("[DONE]");
  expect(result.row).toMatchObject({ attempts: 1, estimated: true, status: 200 });
  expect(result.row?.completion_tokens).toBeGreaterThan(3);
  expect(result.debitedNanos).toBeGreaterThan(0n);
  expect(result.lost).toEqual([]);
});

test.each<[string, Respond, object]>([
  [
    "plain",
    plain('{"choices":[{"message":{"content":"Hi"}}],"usage":{"prompt_tokens":0,"completion_tokens":0}}'),
    {},
  ],
  ["streamed", stream(words("Hi"), stop, early(0, 0), "[DONE]"), { stream: true }],
  ["streamed, with a prompt", stream(words("Hi"), stop, early(9, 0), "[DONE]"), { stream: true }],
])(
  "text for which a provider reports no tokens is charged as reported, and counted as unaccounted: %s",
  async (_, respond, extra) => {
    const before = await countUnaccounted();
    const result = await ask(respond, extra);
    expect(result.status).toBe(200);
    expect(result.row).toMatchObject({
      attempts: 1,
      estimated: false,
      completion_tokens: 0,
      completion_nanos: 0n,
    });
    expect(result.lost).toHaveLength(1);
    expect((await countUnaccounted()).count).toBe(before.count + 1);
  },
);

test("a free model that reports no tokens leaves nothing unaccounted", async () => {
  const result = await ask(stream(words("Hi"), stop, early(0, 0), "[DONE]"), {
    stream: true,
    model: "sandbox/wren:free",
  });
  expect(result.row).toMatchObject({ status: 200, cost_nanos: 0n });
  expect(result.lost).toEqual([]);
});

const withError = (name: "message" | "delta") =>
  `{"choices":[{"${name}":{"content":"A produced text"},"finish_reason":"stop"}],"error":{"message":"x"},"usage":${JSON.stringify(usage)}}`;
const deepWithError = `{"choices":[{"message":{"content":"Hi"},"other":${deep}}],"error":{"message":"x"}}`;

test.each<[string, Respond, object]>([
  ["plain", plain(withError("message")), {}],
  ["streamed", stream(withError("delta"), "[DONE]"), { stream: true }],
  ["nested, plain", plain(deepWithError), {}],
  ["nested, streamed", stream(deepWithError, "[DONE]"), { stream: true }],
])(
  "choices next to an error are an error: free, retried elsewhere, each attempt unaccounted; %s",
  async (_, respond, extra) => {
    const result = await ask(respond, extra);
    expect(result.status).toBe(502);
    expect(result.arrivals).toBe(2);
    expect(result.row).toMatchObject({ attempts: 2, cost_nanos: 0n });
    expect(result.lost).toHaveLength(2);
  },
);
