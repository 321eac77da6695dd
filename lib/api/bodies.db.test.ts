import { afterAll, beforeAll, expect, test } from "vitest";
import { getBalance } from "@/lib/ledger/get-balance";
import { createTenant, generationRows, startApi, type TestApi } from "@/lib/testing/api";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const chat = { model: "sandbox/heron", messages: [{ role: "user", content: "Hello" }], max_tokens: 8 };

/** A chat request with one more field, whose value is given as text. */
function withField(name: string, value: string): string {
  return `${JSON.stringify(chat).slice(0, -1)},"${name}":${value}}`;
}

function lengthSaidOrNot(text: string): Record<string, string>[] {
  return [{ "content-length": `${Buffer.byteLength(text)}` }, {}];
}

const listOf = (item: (index: number) => string, length: number) =>
  `[${Array.from({ length }, (_, index) => item(index)).join(",")}]`;

test.each([
  [
    "small numbers",
    withField(
      "stop",
      listOf(() => "1", 110_000),
    ),
  ],
  [
    "numbers of many digits",
    withField(
      "logit_bias",
      listOf(() => "1".repeat(900), 2_000),
    ),
  ],
  [
    "names that are all different",
    withField(
      "unknown",
      listOf((index) => `{"k${index}":1}`, 40_000),
    ),
  ],
  ["empty objects in each other", withField("tools", `${'{"a":'.repeat(60_000)}{}${"}".repeat(60_000)}`)],
  ["parts of a message", JSON.stringify({ ...chat, messages: manyParts() })],
  ["no JSON at all", ",".repeat(110_000)],
])(
  "more names and values than a body may contain are rejected before they are parsed: %s",
  async (_, text) => {
    const tenant = await createTenant();
    for (const headers of lengthSaidOrNot(text)) {
      const response = await api.call("/chat/completions", { secret: tenant.secret, text, headers });
      expect(response.status).toBe(400);
      expect((await response.json()).error.message).toBe(
        "The body has too many values: at most 100,000. A name counts as one, an empty list or object as two, and a number " +
          "as one and another one for every 16 digits after its first 16",
      );
    }
    expect(await generationRows(tenant.workspaceId)).toEqual([]);
    expect(await getBalance(tenant.workspaceId)).toMatchObject({ debitedNanos: 0n, heldNanos: 0n });
  },
);

test("an absurdly long number is reported as too long", async () => {
  const tenant = await createTenant();
  for (const digits of [2_000_000, 9_000_000]) {
    const text = withField("logit_bias", `[1,${"1".repeat(digits)}]`);
    for (const headers of lengthSaidOrNot(text)) {
      const response = await api.call("/chat/completions", { secret: tenant.secret, text, headers });
      expect(response.status).toBe(400);
      expect((await response.json()).error.message).toBe("A number in the body is too long");
    }
  }
});

test("as many small numbers as a body may contain are accepted", async () => {
  const tenant = await createTenant();
  const text = withField(
    "unknown",
    listOf(() => "7", 99_000),
  );
  expect((await api.call("/chat/completions", { secret: tenant.secret, text })).status).toBe(200);
});

function manyParts() {
  const parts = Array.from({ length: 1_000 }, () => ({ type: "text", text: "a" }));
  return Array.from({ length: 20 }, () => ({ role: "user", content: parts }));
}

test("a long history with tools is accepted", async () => {
  const tenant = await createTenant();
  const call = { id: "call_1", type: "function", function: { name: "look", arguments: '{"a":[1,2,3]}' } };
  const messages = Array.from({ length: 2_500 }, () => [
    { role: "assistant", content: null, tool_calls: [call] },
    { role: "tool", tool_call_id: "call_1", content: [{ type: "text", text: "Nothing" }] },
  ]).flat();
  const properties = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`p${index}`, { type: "string", description: "One of many" }]),
  );
  const tools = Array.from({ length: 128 }, (_, index) => ({
    type: "function",
    function: { name: `tool_${index}`, parameters: { type: "object", properties } },
  }));
  const body = { ...chat, messages, tools };
  const response = await api.call("/chat/completions", { secret: tenant.secret, body });
  expect(response.status).toBe(200);
});
