import { afterAll, beforeAll, expect, test } from "vitest";
import { countUnaccounted } from "@/lib/ledger/count-unaccounted";
import { getBalance } from "@/lib/ledger/get-balance";
import { createTenant, generationRows, startApi, type Tenant, type TestApi } from "@/lib/testing/api";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const body = (directives: string, extra: object = {}) => ({
  model: "sandbox/wren",
  messages: [{ role: "user", content: `Tell me something ${directives}` }],
  ...extra,
});

type Case = {
  directives: string;
  stream: boolean;
  status: number;
  /** The row's values: status, finish reason, whether estimated, whether charged. */
  row: { status: number; finish: string | null; estimated: boolean; charged: boolean };
};

test.each<[string, Case]>([
  [
    "whole, plain",
    {
      directives: "",
      stream: false,
      status: 200,
      row: { status: 200, finish: "stop", estimated: false, charged: true },
    },
  ],
  [
    "whole, streamed",
    {
      directives: "",
      stream: true,
      status: 200,
      row: { status: 200, finish: "stop", estimated: false, charged: true },
    },
  ],
  [
    "no usage, plain",
    {
      directives: "[[sandbox:no-usage]]",
      stream: false,
      status: 200,
      row: { status: 200, finish: "stop", estimated: true, charged: true },
    },
  ],
  [
    "no usage, streamed",
    {
      directives: "[[sandbox:no-usage]]",
      stream: true,
      status: 200,
      row: { status: 200, finish: "stop", estimated: true, charged: true },
    },
  ],
  [
    "zero usage, plain",
    {
      directives: "[[sandbox:zero-usage]]",
      stream: false,
      status: 200,
      row: { status: 200, finish: "stop", estimated: false, charged: false },
    },
  ],
  [
    "zero usage, streamed",
    {
      directives: "[[sandbox:zero-usage]]",
      stream: true,
      status: 200,
      row: { status: 200, finish: "stop", estimated: false, charged: false },
    },
  ],
  [
    "empty, plain",
    {
      directives: "[[sandbox:empty]]",
      stream: false,
      status: 200,
      row: { status: 200, finish: null, estimated: false, charged: false },
    },
  ],
  [
    "empty, streamed",
    {
      directives: "[[sandbox:empty]]",
      stream: true,
      status: 200,
      row: { status: 200, finish: null, estimated: false, charged: false },
    },
  ],
  [
    "cut, plain",
    {
      directives: "[[sandbox:cut-after=3]]",
      stream: false,
      status: 502,
      row: { status: 502, finish: "error", estimated: false, charged: false },
    },
  ],
  [
    "cut, streamed",
    {
      directives: "[[sandbox:chunks=20]] [[sandbox:chunk-delay=5]] [[sandbox:cut-after=3]]",
      stream: true,
      status: 200,
      row: { status: 200, finish: null, estimated: true, charged: true },
    },
  ],
  [
    "error in the middle, streamed",
    {
      directives: "[[sandbox:chunk-delay=20]] [[sandbox:error-mid-stream]]",
      stream: true,
      status: 200,
      row: { status: 200, finish: "error", estimated: false, charged: false },
    },
  ],
  [
    "error instead, plain",
    {
      directives: "[[sandbox:error-mid-stream]]",
      stream: false,
      status: 502,
      row: { status: 502, finish: "error", estimated: false, charged: false },
    },
  ],
  [
    "not JSON, plain",
    {
      directives: "[[sandbox:invalid-json]]",
      stream: false,
      status: 502,
      row: { status: 502, finish: "error", estimated: false, charged: false },
    },
  ],
  [
    "not JSON, streamed",
    {
      directives: "[[sandbox:chunk-delay=20]] [[sandbox:invalid-json]]",
      stream: true,
      status: 200,
      row: { status: 200, finish: null, estimated: true, charged: true },
    },
  ],
  [
    "refused as bad",
    {
      directives: "[[sandbox:status=400]]",
      stream: false,
      status: 400,
      row: { status: 400, finish: "error", estimated: false, charged: false },
    },
  ],
  [
    "rate-limited",
    {
      directives: "[[sandbox:status=429]]",
      stream: true,
      status: 429,
      row: { status: 429, finish: "error", estimated: false, charged: false },
    },
  ],
  [
    "overloaded",
    {
      directives: "[[sandbox:status=503]]",
      stream: true,
      status: 503,
      row: { status: 503, finish: "error", estimated: false, charged: false },
    },
  ],
  [
    "our own key refused",
    {
      directives: "[[sandbox:status=401]]",
      stream: false,
      status: 502,
      row: { status: 502, finish: "error", estimated: false, charged: false },
    },
  ],
])("the right bill, one row, nothing left held: %s", async (_, { directives, stream, status, row }) => {
  const tenant = await createTenant();
  const response = await api.call("/chat/completions", {
    secret: tenant.secret,
    body: body(directives, { stream }),
  });
  expect(response.status).toBe(status);
  const text = await response.text();
  const rows = await generationRows(tenant.workspaceId);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    status: row.status,
    finish_reason: row.finish,
    estimated: row.estimated,
    cancelled: false,
  });
  const balance = await getBalance(tenant.workspaceId);
  expect(balance.heldNanos).toBe(0n);
  expect(balance.debitedNanos).toBe(rows[0]?.cost_nanos);
  expect(balance.debitedNanos > 0n).toBe(row.charged);
  if (
    stream &&
    status === 200 &&
    (row.finish === "error" || row.finish === null) &&
    !text.includes("[DONE]")
  ) {
    expect(text).toMatch(
      /"error":\{"code":502,"message":"The provider's response was cut off","metadata":\{"error_type":"provider_unavailable"\}\}/,
    );
    expect(text.trimEnd().split("\n\n").at(-1)).toContain('"finish_reason":"error"');
  }
});

test("a response that becomes an error after some text is free, and counts as unaccounted", async () => {
  const before = await countUnaccounted();
  const tenant = await createTenant();
  const directives = "[[sandbox:chunk-delay=20]] [[sandbox:error-mid-stream]]";
  const response = await api.call("/chat/completions", {
    secret: tenant.secret,
    body: body(directives, { stream: true }),
  });
  await response.text();
  expect((await getBalance(tenant.workspaceId)).debitedNanos).toBe(0n);
  const after = await countUnaccounted();
  expect(after.count).toBe(before.count + 1);
  expect(after.worstNanos).toBeGreaterThan(before.worstNanos);
});

test("every provider of a model is tried before the request fails, and the one row counts the attempts", async () => {
  const tenant = await createTenant();
  const response = await api.call("/chat/completions", {
    secret: tenant.secret,
    body: body("[[sandbox:status=503]]", { model: "sandbox/heron" }),
  });
  expect(response.status).toBe(503);
  const rows = await generationRows(tenant.workspaceId);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ attempts: 2, provider: "lantern", cost_nanos: 0n });
});

/** The row of a workspace's only request, as soon as it exists. */
async function settled(tenant: Tenant): Promise<Record<string, unknown> | undefined> {
  await expect.poll(() => generationRows(tenant.workspaceId), { timeout: 10_000 }).toHaveLength(1);
  return (await generationRows(tenant.workspaceId))[0];
}

/** How many requests have arrived at the provider. */
async function countSent(): Promise<number> {
  const { total } = await (await fetch(`${api.providerUrl}/_sandbox/requests`)).json();
  return total;
}

test("a caller who disconnects mid-stream pays what the provider counted, and the row says cancelled", async () => {
  const tenant = await createTenant();
  const response = await api.call("/chat/completions", {
    secret: tenant.secret,
    body: body("[[sandbox:tokens=100,50]] [[sandbox:chunks=20]] [[sandbox:chunk-delay=10]]", {
      stream: true,
    }),
  });
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  const row = await settled(tenant);
  expect(row).toMatchObject({ cancelled: true, prompt_tokens: 100, completion_tokens: 50, estimated: false });
  expect((await getBalance(tenant.workspaceId)).debitedNanos).toBe(row?.cost_nanos);
  expect((await getBalance(tenant.workspaceId)).heldNanos).toBe(0n);
});

test("a caller who disconnects while waiting is billed the same way", async () => {
  const tenant = await createTenant();
  const leaving = new AbortController();
  const sentBefore = await countSent();
  const waiting = api.call("/chat/completions", {
    secret: tenant.secret,
    body: body("[[sandbox:tokens=100,50]] [[sandbox:delay=300]]"),
    signal: leaving.signal,
  });
  await expect.poll(countSent).toBe(sentBefore + 1);
  leaving.abort();
  await waiting.catch(() => undefined);
  expect(await settled(tenant)).toMatchObject({ cancelled: true, completion_tokens: 50 });
});
