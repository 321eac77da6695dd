import { createServer, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sqlTransaction } from "@/lib/db/client";
import { getBalance } from "@/lib/ledger/get-balance";
import { createTenant, generationRows, issueKey, listenApi, startApi, type TestApi } from "@/lib/testing/api";

/** Holds the provider's responses until the test sends them. */
const waiting: ServerResponse[] = [];
let provider: Server;
let api: TestApi;
let socket: Awaited<ReturnType<typeof listenApi>>;

beforeAll(async () => {
  provider = createServer((_request, response) => void waiting.push(response));
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  const { port } = provider.address() as AddressInfo;
  api = await startApi({ COUNTERFOIL_PROVIDER_URL: `http://127.0.0.1:${port}` });
  socket = await listenApi();
});
afterAll(async () => {
  await socket.close();
  await api.stop();
  provider.closeAllConnections();
  provider.close();
});

const body = { model: "sandbox/wren", messages: [{ role: "user", content: "Hello" }], max_tokens: 8 };
const completion = JSON.stringify({
  id: "a",
  choices: [{ message: { role: "assistant", content: "Hi" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 5, completion_tokens: 1 },
});

function respondToAll(): void {
  for (const response of waiting.splice(0)) response.end(completion);
}

const deep = "[".repeat(50_000) + "]".repeat(50_000);

test.each(["stop", "logit_bias", "reasoning", "tool_choice"])(
  "%s nested too deeply to be serialized again is rejected, and nothing is held or billed",
  async (field) => {
    const tenant = await createTenant();
    const text = `${JSON.stringify(body).slice(0, -1)},"${field}":${deep}}`;
    const response = await api.call("/chat/completions", { secret: tenant.secret, text });
    expect(response.status).toBe(400);
    expect(await generationRows(tenant.workspaceId)).toEqual([]);
    expect(await getBalance(tenant.workspaceId)).toMatchObject({ heldNanos: 0n, debitedNanos: 0n });
    expect(waiting).toEqual([]);
  },
);

test("a provider receives every running completion, however many another tenant has there", async () => {
  const [many, one] = [await createTenant({ credits: 10n ** 12n }), await createTenant()];
  const second = await issueKey(many);
  const calls = Array.from({ length: 560 }, (_, index) =>
    api.call("/chat/completions", { secret: index % 2 ? many.secret : second.secret, body }),
  );
  await expect.poll(() => waiting.length, { timeout: 20_000 }).toBe(560);
  const quiet = api.call("/chat/completions", { secret: one.secret, body });
  await expect.poll(() => waiting.length).toBe(561);
  respondToAll();
  expect((await quiet).status).toBe(200);
  for (const call of calls) expect((await call).status).toBe(200);
});

test("small bodies of unknown length run concurrently", async () => {
  const tenant = await createTenant();
  const statuses = Array.from({ length: 8 }, () => sendInPieces(tenant.secret, [JSON.stringify(body)]));
  await expect.poll(() => waiting.length).toBe(8);
  respondToAll();
  expect(await Promise.all(statuses)).toEqual(statuses.map(() => 200));
});

test("an upload may take longer than admission may", async () => {
  const tenant = await createTenant();
  const text = JSON.stringify(body);
  // More than the five seconds that admission may take. The rule is about elapsed time, so the test has to wait.
  const status = sendInPieces(tenant.secret, [text.slice(0, 20), text.slice(20)], 5_500);
  await expect.poll(() => waiting.length, { timeout: 15_000 }).toBe(1);
  respondToAll();
  expect(await status).toBe(200);
});

test("a free request that cannot be counted is rejected with Retry-After, and holds nothing", async () => {
  const tenant = await createTenant();
  await sqlTransaction(async (client) => {
    await client.query("lock table free_request_counts in access exclusive mode");
    const response = await api.call("/chat/completions", {
      secret: tenant.secret,
      body: { ...body, model: "sandbox/wren:free" },
    });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
  });
  expect(await getBalance(tenant.workspaceId)).toMatchObject({ heldNanos: 0n });
  expect(waiting).toEqual([]);
});

/** Sends a body without announcing its length, and pauses between its pieces. Resolves to the status. */
function sendInPieces(secret: string, pieces: readonly string[], pauseMs = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(
      `${socket.url}/chat/completions`,
      { method: "POST", headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" } },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    call.on("error", reject);
    const [first, ...rest] = pieces;
    call.write(first ?? "");
    const finish = () => {
      for (const piece of rest) call.write(piece);
      call.end();
    };
    if (pauseMs > 0) setTimeout(finish, pauseMs);
    else finish();
  });
}
