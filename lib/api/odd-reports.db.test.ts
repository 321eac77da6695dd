import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sqlPool } from "@/lib/db/client";
import { countUnaccounted } from "@/lib/ledger/count-unaccounted";
import { getBalance } from "@/lib/ledger/get-balance";
import { createTenant, generationRows, startApi, type TestApi } from "@/lib/testing/api";

/** What the provider answers with, set by each test. */
let respond: (response: ServerResponse) => void;
let arrivals = 0;
let provider: Server;
let api: TestApi;

beforeAll(async () => {
  provider = createServer((request, response) => {
    request.resume();
    arrivals += 1;
    respond(response);
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  const { port } = provider.address() as AddressInfo;
  api = await startApi({ COUNTERFOIL_PROVIDER_URL: `http://127.0.0.1:${port}` });
});
afterAll(async () => {
  await api.stop();
  provider.closeAllConnections();
  provider.close();
});

/** Asks a model with two endpoints, which answer alike. Resolves to all that is known when it is over. */
async function ask(answer: typeof respond, extra: object = {}) {
  const tenant = await createTenant();
  respond = answer;
  arrivals = 0;
  const body = { model: "sandbox/heron", messages: [{ role: "user", content: "Hello" }], max_tokens: 400 };
  const response = await api.call("/chat/completions", {
    secret: tenant.secret,
    body: { ...body, ...extra },
  });
  const text = await response.text();
  const rows = await generationRows(tenant.workspaceId);
  const { heldNanos, debitedNanos } = await getBalance(tenant.workspaceId);
  expect(heldNanos).toBe(0n);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.cost_nanos).toBe(debitedNanos);
  const lost = await sqlPool().query<{ amount_nanos: bigint; billed_at: Date | null }>(
    "select amount_nanos, billed_at from unaccounted_completions where workspace_id = $1",
    [tenant.workspaceId],
  );
  return { status: response.status, text, row: rows[0], debitedNanos, arrivals, lost: lost.rows };
}

const usage = { prompt_tokens: 11, completion_tokens: 7 };
const plain = (body: string) => (response: ServerResponse) => void response.end(body);
const stream =
  (...events: readonly string[]) =>
  (response: ServerResponse) => {
    response.setHeader("content-type", "text/event-stream");
    response.end(events.map((event) => `data: ${event}\n\n`).join(""));
  };
const words = (content: string) => JSON.stringify({ choices: [{ index: 0, delta: { content } }] });
const deep = "[".repeat(1_000) + "]".repeat(1_000);
const early = (prompt: number, completion: number) =>
  JSON.stringify({ choices: [], usage: { prompt_tokens: prompt, completion_tokens: completion } });
const stop = JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });

test("a report that came before the words makes them neither free nor uncounted", async () => {
  const asked = await ask(stream(early(0, 0), words("The heron waits in the reeds."), stop, "[DONE]"), {
    stream: true,
  });
  expect(asked.text).toContain("[DONE]");
  expect(asked.row).toMatchObject({ attempts: 1, estimated: true, status: 200 });
  expect(asked.row?.completion_tokens).toBeGreaterThan(3);
  expect(asked.debitedNanos).toBeGreaterThan(0n);
  expect(asked.lost).toEqual([]);
});

test.each<[string, typeof respond, object]>([
  [
    "plain",
    plain('{"choices":[{"message":{"content":"Hi"}}],"usage":{"prompt_tokens":0,"completion_tokens":0}}'),
    {},
  ],
  ["streamed", stream(words("Hi"), stop, early(0, 0), "[DONE]"), { stream: true }],
  ["streamed, with a prompt", stream(words("Hi"), stop, early(9, 0), "[DONE]"), { stream: true }],
])(
  "words for which a provider reports no tokens are charged as reported, and counted as unaccounted: %s",
  async (_, answer, extra) => {
    const before = await countUnaccounted();
    const asked = await ask(answer, extra);
    expect(asked.status).toBe(200);
    expect(asked.row).toMatchObject({
      attempts: 1,
      estimated: false,
      completion_tokens: 0,
      completion_nanos: 0n,
    });
    expect(asked.lost).toHaveLength(1);
    expect((await countUnaccounted()).count).toBe(before.count + 1);
  },
);

test("a free model that reports no tokens has nothing to account for", async () => {
  const asked = await ask(stream(words("Hi"), stop, early(0, 0), "[DONE]"), {
    stream: true,
    model: "sandbox/wren:free",
  });
  expect(asked.row).toMatchObject({ status: 200, cost_nanos: 0n });
  expect(asked.lost).toEqual([]);
});

const withError = (name: "message" | "delta") =>
  `{"choices":[{"${name}":{"content":"A produced text"},"finish_reason":"stop"}],"error":{"message":"x"},"usage":${JSON.stringify(usage)}}`;
const deepWithError = `{"choices":[{"message":{"content":"Hi"},"other":${deep}}],"error":{"message":"x"}}`;

test.each<[string, typeof respond, object]>([
  ["plain", plain(withError("message")), {}],
  ["streamed", stream(withError("delta"), "[DONE]"), { stream: true }],
  ["nested, plain", plain(deepWithError), {}],
  ["nested, streamed", stream(deepWithError, "[DONE]"), { stream: true }],
])(
  "choices with an error beside them are an error: free, tried elsewhere, each counted as unaccounted; %s",
  async (_, answer, extra) => {
    const asked = await ask(answer, extra);
    expect(asked.status).toBe(502);
    expect(asked.arrivals).toBe(2);
    expect(asked.row).toMatchObject({ attempts: 2, cost_nanos: 0n });
    expect(asked.lost).toHaveLength(2);
  },
);
