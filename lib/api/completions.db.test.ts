import { afterAll, beforeAll, expect, test } from "vitest";
import { sqlPool } from "@/lib/db/client";
import { parseDollars } from "@/lib/kernel/money";
import { deleteKey } from "@/lib/keys/delete-key";
import { updateKey } from "@/lib/keys/update-key";
import { getBalance } from "@/lib/ledger/get-balance";
import {
  createTenant,
  generationRows,
  issueKey,
  spentNanos,
  startApi,
  type TestApi,
} from "@/lib/testing/api";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const chat = (content: string, extra: object = {}) => ({
  model: "sandbox/heron",
  messages: [{ role: "user", content }],
  ...extra,
});

/** Long enough for the thousand tokens that the provider is told to count: a bill beyond what is possible is capped. */
const longPrompt = `${"word ".repeat(400)}[[sandbox:tokens=1000,500]]`;

async function events(response: Response): Promise<string[]> {
  const text = await response.text();
  return text.split("\n\n").flatMap((event) => (event.startsWith("data: ") ? [event.slice(6)] : []));
}

const nanosOf = (cost: number) => parseDollars(cost.toFixed(9));

test("a chat response has the shape of OpenRouter's API and costs exactly what usage says", async () => {
  const tenant = await createTenant();
  const response = await api.call("/chat/completions", {
    secret: tenant.secret,
    body: chat(longPrompt, { user: "end-user-1" }),
    headers: { "http-referer": "https://app.example/path?q=1", "x-openrouter-title": "My app" },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  const body = await response.json();
  expect(response.headers.get("x-generation-id")).toBe(body.id);
  expect(body).toMatchObject({
    id: expect.stringMatching(/^gen-\d+-[0-9A-Za-z]{22}$/),
    object: "chat.completion",
    model: "sandbox/heron",
    provider: "Quarry",
    system_fingerprint: null,
    choices: [
      {
        index: 0,
        finish_reason: "stop",
        native_finish_reason: "stop",
        message: { role: "assistant", refusal: null },
      },
    ],
    usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500, cost: 0.00125, is_byok: false },
  });
  const balance = await getBalance(tenant.workspaceId);
  expect(balance.debitedNanos).toBe(1_250_000n);
  expect(balance.heldNanos).toBe(0n);
  const rows = await generationRows(tenant.workspaceId);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    model: "sandbox/heron",
    provider: "quarry",
    status: 200,
    end_user: "end-user-1",
    cost_nanos: 1_250_000n,
    streamed: false,
    attempts: 1,
  });
  expect(rows[0]?.app_id).not.toBeNull();
});

test("a stream has one id, a finish reason, usage before the end, and is debited before its last chunk", async () => {
  const tenant = await createTenant();
  const response = await api.call("/chat/completions", {
    secret: tenant.secret,
    body: chat(`${longPrompt} [[sandbox:chunks=5]]`, { stream: true }),
  });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const data = await events(response);
  expect(data.at(-1)).toBe("[DONE]");
  const chunks = data.slice(0, -1).map((text) => JSON.parse(text));
  expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
  expect(chunks.every((chunk) => !("system_fingerprint" in chunk))).toBe(true);
  expect(chunks.at(-1)).toMatchObject({
    choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }],
    usage: { cost: 0.00125 },
  });
  expect(chunks.at(-2).choices[0].finish_reason).toBe("stop");
  expect(await spentNanos(tenant.workspaceId)).toBe(1_250_000n);
  expect((await generationRows(tenant.workspaceId))[0]).toMatchObject({
    streamed: true,
    finish_reason: "stop",
  });
});

test("text completions behave the same way", async () => {
  const tenant = await createTenant();
  const response = await api.call("/completions", {
    secret: tenant.secret,
    body: { model: "sandbox/wren", prompt: "Once" },
  });
  const body = await response.json();
  expect(body).toMatchObject({
    object: "text_completion",
    choices: [{ text: expect.any(String), finish_reason: "stop" }],
  });
  expect(await spentNanos(tenant.workspaceId)).toBe(nanosOf(body.usage.cost));
});

test.each<[string, object | string, number, RegExp]>([
  ["malformed JSON", '{"model": "sandbox/heron", ', 400, /not valid JSON/],
  ["no object", "[]", 400, /must be a JSON object/],
  ["no messages", { model: "sandbox/heron" }, 400, /messages must be an array/],
  ["empty messages", { model: "sandbox/heron", messages: [] }, 400, /must not be empty/],
  [
    "wrong role",
    { model: "sandbox/heron", messages: [{ role: "king", content: "x" }] },
    400,
    /role must be one of/,
  ],
  ["no model", { messages: [{ role: "user", content: "x" }] }, 400, /model is required/],
  ["unknown model", chat("x", { model: "nobody/nothing" }), 400, /^nobody\/nothing is not a valid model ID$/],
  ["no free variant", chat("x", { model: "sandbox/heron:free" }), 400, /is not a valid model ID/],
  ...["online", "thinking", "extended", "beta", "exacto", "nitro:online", "constructor"].map(
    (variant): [string, object, number, RegExp] => [
      `a variant that the catalog does not have: ${variant}`,
      chat("x", { model: `sandbox/heron:${variant}` }),
      400,
      new RegExp(`^sandbox/heron:${variant} is not a valid model ID$`),
    ],
  ),
  [
    "an order by what is not measured",
    chat("x", { provider: { sort: "latency" } }),
    400,
    /^provider\.sort must be price or throughput/,
  ],
  [
    "parameters required",
    chat("x", { provider: { require_parameters: true } }),
    400,
    /require_parameters is not/,
  ],
  [
    "quantizations",
    chat("x", { provider: { quantizations: ["fp8"] } }),
    400,
    /quantizations is not supported/,
  ],
  [
    "a price per image",
    chat("x", { provider: { max_price: { image: 1 } } }),
    400,
    /max_price must hold prompt/,
  ],
  ["a plugin", chat("x", { plugins: [{ id: "web" }] }), 400, /^plugins are not supported/],
  ["a preset", chat("x", { preset: "mine" }), 400, /^preset is not supported/],
  ["zero max_tokens", chat("x", { max_tokens: 0 }), 400, /max_tokens/],
  ["long user", chat("x", { user: "u".repeat(257) }), 400, /at most 256/],
  [
    "unknown provider only",
    chat("x", { provider: { only: ["nobody"] } }),
    404,
    /No endpoints found for sandbox\/heron/,
  ],
])("bad input is rejected in the error envelope and writes nothing: %s", async (_, body, status, message) => {
  const tenant = await createTenant();
  const options = typeof body === "string" ? { text: body } : { body };
  const response = await api.call("/chat/completions", { secret: tenant.secret, ...options });
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toContain("application/json");
  const { error } = await response.json();
  expect(error).toMatchObject({ code: status, message: expect.stringMatching(message) });
  expect(await generationRows(tenant.workspaceId)).toEqual([]);
  expect(await getBalance(tenant.workspaceId)).toMatchObject({ debitedNanos: 0n, heldNanos: 0n });
});

test("a body of 11 MB is 413, whether or not its length is announced", async () => {
  const tenant = await createTenant();
  const text = JSON.stringify(chat("x".repeat(11_000_000)));
  const headers = { "content-length": `${text.length}` };
  expect((await api.call("/chat/completions", { secret: tenant.secret, text, headers })).status).toBe(413);
  const counted = await api.call("/chat/completions", { secret: tenant.secret, text });
  expect(counted.status).toBe(413);
  expect((await counted.json()).error.code).toBe(413);
});

test("a missing, malformed, unknown, disabled, expired, deleted or management key is 401", async () => {
  const tenant = await createTenant();
  const body = chat("x");
  const none = await api.call("/chat/completions", { body });
  expect(none.status).toBe(401);
  expect(none.headers.get("www-authenticate")).toBe("Bearer");
  expect((await none.json()).error.message).toBe("Missing Authentication header");
  const expectRejected = async (secret: string) => {
    const response = await api.call("/chat/completions", { secret, body });
    expect(response.status).toBe(401);
    expect((await response.json()).error).toMatchObject({ code: 401, message: "User not found." });
  };
  await expectRejected("sk-or-v1-nonsense");
  await expectRejected(`${tenant.secret.slice(0, -1)}x`);
  const expired = await issueKey(tenant, { expiresAt: new Date(Date.now() + 3_600_000) });
  await sqlPool().query("update api_keys set expires_at = now() where id = $1", [expired.key.id]);
  await expectRejected(expired.secret);
  const disabled = await issueKey(tenant);
  expect((await api.call("/chat/completions", { secret: disabled.secret, body })).status).toBe(200);
  await updateKey(tenant.actor, { id: disabled.key.id }, { disabled: true });
  await expectRejected(disabled.secret);
  await updateKey(tenant.actor, { id: disabled.key.id }, { disabled: false });
  expect((await api.call("/chat/completions", { secret: disabled.secret, body })).status).toBe(200);
  await deleteKey(tenant.actor, { id: disabled.key.id });
  await expectRejected(disabled.secret);
  const management = await issueKey(tenant, { kind: "management" });
  await expectRejected(management.secret);
});

test("an empty balance is 402 with the source of the limit, and nothing is written", async () => {
  const tenant = await createTenant({ credits: 0n });
  const response = await api.call("/chat/completions", { secret: tenant.secret, body: chat("x") });
  expect(response.status).toBe(402);
  const { error } = await response.json();
  expect(error.message).toMatch(/^Insufficient credits\. This account never purchased credits\./);
  expect(error.metadata.limit_source).toBe("openrouter_credits");
  expect(await generationRows(tenant.workspaceId)).toEqual([]);
});

test("too many max_tokens for the balance is 402 with the affordable number; without it the response is cut", async () => {
  const tenant = await createTenant({ credits: 1_000_000n });
  const response = await api.call("/chat/completions", {
    secret: tenant.secret,
    body: chat("x", { max_tokens: 8000 }),
  });
  expect(response.status).toBe(402);
  expect((await response.json()).error.message).toMatch(
    /You requested up to 8000 tokens, but can only afford 5\d\d\./,
  );
  const cut = await api.call("/chat/completions", { secret: tenant.secret, body: chat("x") });
  expect(cut.status).toBe(200);
  expect((await getBalance(tenant.workspaceId)).balanceNanos >= 0n).toBe(true);
});

test("a key's limit is 402 with its own source", async () => {
  const tenant = await createTenant({ key: { limitNanos: 0n, limitReset: "daily" } });
  const response = await api.call("/chat/completions", { secret: tenant.secret, body: chat("x") });
  expect(response.status).toBe(402);
  const { error } = await response.json();
  expect(error.message).toMatch(/^Key limit exceeded \(daily limit\)\. Manage it using .*\/settings\/keys$/);
  expect(error.metadata).toMatchObject({
    limit_source: "openrouter_key_limit",
    limit_resets_at: expect.stringMatching(/T00:00:00\.000Z$/),
    limit: 0,
    usage: 0,
    held: 0,
  });
  const free = await api.call("/chat/completions", {
    secret: tenant.secret,
    body: chat("x", { model: "sandbox/wren:free" }),
  });
  expect(free.status).toBe(200);
});
