import { afterAll, beforeAll, expect, test } from "vitest";
import { sqlPool } from "@/lib/db/client";
import { endCompletions } from "@/lib/gateway/end-completions";
import { countUnaccounted } from "@/lib/ledger/count-unaccounted";
import { getBalance } from "@/lib/ledger/get-balance";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { type AnsweringProvider, startAnsweringProvider } from "@/lib/testing/answering-provider";
import { createTenant, generationRows } from "@/lib/testing/api";

let provider: AnsweringProvider;
beforeAll(async () => {
  provider = await startAnsweringProvider();
});
afterAll(() => provider.stop());

test("a plain response aborted by a shutdown is billed for its prompt; any further cost is unaccounted", async () => {
  const tenant = await createTenant();
  const body = { model: "sandbox/heron", messages: [{ role: "user", content: "Hello" }], max_tokens: 400 };
  const before = await countUnaccounted();
  // Receives the request, and is still working on it when it is aborted.
  const hasArrived = new Promise<void>((resolve) => provider.respondWith(() => resolve()));
  const response = provider.api.call("/chat/completions", { secret: tenant.secret, body });
  await hasArrived;
  await endCompletions(0);
  expect((await response).status).toBe(503);
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
  // 400 tokens of the response, without the prompt.
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
