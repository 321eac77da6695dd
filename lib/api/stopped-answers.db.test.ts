import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sqlPool } from "@/lib/db/client";
import { endCompletions } from "@/lib/gateway/end-completions";
import { countUnaccounted } from "@/lib/ledger/count-unaccounted";
import { getBalance } from "@/lib/ledger/get-balance";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { createTenant, generationRows, startApi, type TestApi } from "@/lib/testing/api";

let provider: Server;
let api: TestApi;

beforeAll(async () => {
  // Takes requests, and is still at them when it is given up.
  provider = createServer((request) => request.resume());
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  const { port } = provider.address() as AddressInfo;
  api = await startApi({ COUNTERFOIL_PROVIDER_URL: `http://127.0.0.1:${port}` });
});
afterAll(async () => {
  await api.stop();
  provider.closeAllConnections();
  provider.close();
});

test("a plain answer that a stop gives up is billed for its prompt, and what it may still cost is unaccounted", async () => {
  const tenant = await createTenant();
  const body = { model: "sandbox/heron", messages: [{ role: "user", content: "Hello" }], max_tokens: 400 };
  const before = await countUnaccounted();
  const hasArrived = once(provider, "request");
  const asked = api.call("/chat/completions", { secret: tenant.secret, body });
  await hasArrived;
  await endCompletions(0);
  expect((await asked).status).toBe(503);
  const { heldNanos, debitedNanos } = await getBalance(tenant.workspaceId);
  expect(heldNanos).toBe(0n);
  expect(debitedNanos).toBeGreaterThan(0n);
  expect(await generationRows(tenant.workspaceId)).toMatchObject([
    { attempts: 1, completion_tokens: 0, cost_nanos: debitedNanos, estimated: true },
  ]);
  const { rows } = await sqlPool().query<{ amount_nanos: bigint; billed_at: Date | null; attempt: number }>(
    "select amount_nanos, billed_at, attempt from unaccounted_completions where workspace_id = $1",
    [tenant.workspaceId],
  );
  // 400 tokens of the answer, without the prompt.
  expect(rows).toEqual([{ amount_nanos: expect.any(BigInt), billed_at: null, attempt: 1 }]);
  expect(rows[0]?.amount_nanos).toBeGreaterThanOrEqual(400n * 1_000n);
  expect((rows[0]?.amount_nanos ?? 1n) % 400n).toBe(0n);
  const after = await countUnaccounted();
  expect([after.count - before.count, after.worstNanos - before.worstNanos]).toEqual([
    1,
    rows[0]?.amount_nanos,
  ]);
  const ledger = await verifyLedger();
  expect(ledger.checks.filter(({ ok }) => !ok)).toEqual([]);
});
