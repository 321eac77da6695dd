import { afterAll, beforeAll, expect, test } from "vitest";
import { sqlPool } from "@/lib/db/client";
import { createTenant, generationRows, startApi, type TestApi } from "@/lib/testing/api";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

type Ask = {
  readonly text: string;
  readonly stream: boolean;
  readonly kind?: "chat" | "text";
  readonly extra?: object;
};

/** Requests a completion. Resolves to the response and the recorded row when it is over. */
async function ask({ text, stream, kind = "chat", extra = {} }: Ask) {
  const tenant = await createTenant();
  const prompt = kind === "chat" ? { messages: [{ role: "user", content: text }] } : { prompt: text };
  const response = await api.call(kind === "chat" ? "/chat/completions" : "/completions", {
    secret: tenant.secret,
    body: { model: "sandbox/heron", stream, ...prompt, ...extra },
  });
  expect(response.status).toBe(200);
  const body = await response.text();
  const rows = await generationRows(tenant.workspaceId);
  expect(rows).toHaveLength(1);
  const lost = await sqlPool().query("select 1 from unaccounted_completions where workspace_id = $1", [
    tenant.workspaceId,
  ]);
  expect(lost.rows).toEqual([]);
  return { body, row: rows[0], ...(stream ? readStream(body) : readPlain(body)) };
}

function readPlain(body: string) {
  const { choices, usage } = JSON.parse(body);
  const [{ message, text, finish_reason: reason }] = choices;
  return {
    said: message?.content ?? text,
    calls: message?.tool_calls,
    reasoning: message?.reasoning,
    reason,
    usage,
  };
}

function readStream(body: string) {
  expect(body.endsWith("data: [DONE]\n\n")).toBe(true);
  const chunks = body
    .split("\n\n")
    .filter((event) => event.startsWith("data: {"))
    .map((event) => JSON.parse(event.slice(6)));
  const choices = chunks.map(({ choices: [choice] }) => choice);
  const joined = (name: string) => choices.map(({ delta }) => delta?.[name] ?? "").join("");
  return {
    said: joined("content") + choices.map(({ text }) => text ?? "").join(""),
    calls: choices.flatMap(({ delta }) => delta?.tool_calls ?? []),
    reasoning: joined("reasoning"),
    reason: choices.map(({ finish_reason: reason }) => reason).find(Boolean),
    usage: chunks.at(-1)?.usage,
  };
}

const tools = [
  {
    type: "function",
    function: { name: "find", parameters: { type: "object", properties: { of: { type: "string" } } } },
  },
];
const cases: [string, Omit<Ask, "stream">][] = [
  ["a text", { text: "Say something on herons" }],
  ["a prompt", { text: "Say something on herons", kind: "text" }],
  ["thoughts", { text: "Say something on herons", extra: { model: "sandbox/owl-reasoner" } }],
  ["a call", { text: "Use the tool", extra: { tools } }],
];

test.each(
  cases.flatMap(([name, options]) => [false, true].map((stream) => [name, stream, options] as const)),
)("a provider that responds in the other form is understood: %s, streamed %s", async (_, stream, options) => {
  const usual = await ask({ ...options, stream });
  const odd = await ask({
    ...options,
    text: `${options.text} [[sandbox:other-form]][[sandbox:tokens=40,9]]`,
    stream,
  });
  expect(odd.reason).toBe(usual.reason);
  expect(odd.row).toMatchObject({ attempts: 1, prompt_tokens: 40, completion_tokens: 9, estimated: false });
  expect(odd.row?.finish_reason).toBe(usual.row?.finish_reason);
  expect(odd.usage).toMatchObject({ prompt_tokens: 40, completion_tokens: 9 });
  expect(odd.usage.cost).toBeGreaterThan(0);
  expect(Boolean(odd.said)).toBe(Boolean(usual.said));
  expect(odd.reasoning).toBe(usual.reasoning);
  expect(odd.calls?.length ?? 0).toBe(
    stream ? Math.min(1, usual.calls?.length ?? 0) : (usual.calls?.length ?? 0),
  );
  if (options.extra && "tools" in options.extra) {
    expect(odd.calls[0]).toMatchObject({ type: "function", function: { name: "find" } });
    expect(JSON.parse(odd.calls[0].function.arguments)).toEqual({ of: expect.any(String) });
    expect(odd.calls[0].index).toBe(stream ? 0 : undefined);
  }
});

test.each(
  ["gzip", "deflate", "br"].flatMap((encoding) => [false, true].map((stream) => [encoding, stream] as const)),
)("a response in %s that was not requested is decoded; streamed %s", async (encoding, stream) => {
  const odd = await ask({
    text: `Say something on herons [[sandbox:${encoding}]][[sandbox:tokens=40,9]]`,
    stream,
  });
  expect(odd.said).toMatch(/herons/);
  expect(odd.row).toMatchObject({ attempts: 1, prompt_tokens: 40, completion_tokens: 9, estimated: false });
});

test("an error in the other form is the provider's, and costs nothing", async () => {
  for (const stream of [false, true]) {
    const tenant = await createTenant();
    const content = "[[sandbox:other-form]][[sandbox:error-first]]";
    const response = await api.call("/chat/completions", {
      secret: tenant.secret,
      body: { model: "sandbox/heron", stream, messages: [{ role: "user", content }] },
    });
    expect(response.status).toBe(502);
    const rows = await generationRows(tenant.workspaceId);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ cost_nanos: 0n, attempts: 2 });
  }
});

test.each([
  [false, "big-chunks=3400000"],
  [true, "chunks=140]][[sandbox:big-chunks=1000000"],
])(
  "a response that exceeds the size limit when decoded is aborted; streamed %s",
  async (stream, size) => {
    const tenant = await createTenant();
    const content = `Say something [[sandbox:gzip]][[sandbox:${size}]]`;
    const response = await api.call("/chat/completions", {
      secret: tenant.secret,
      body: { model: "sandbox/heron", stream, messages: [{ role: "user", content }], max_tokens: 400 },
    });
    expect(await response.text()).toMatch(/"code":502,"message":"The response was larger than/);
    const [row] = await generationRows(tenant.workspaceId);
    expect(row).toMatchObject({ attempts: 1, completion_tokens: 400, estimated: true });
    expect(Number(row?.cost_nanos)).toBeGreaterThan(0);
  },
  60_000,
);
