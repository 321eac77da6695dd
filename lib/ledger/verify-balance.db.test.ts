import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { closeDb } from "@/lib/db/client";
import { settleGeneration } from "@/lib/gateway/settle-generation";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, finishedGeneration, holdExactly } from "@/lib/testing/generations";
import { grantCredits } from "./grant-credits";
import { verifyBalance } from "./verify-balance";

beforeAll(testDatabase);
beforeAll(() => ensurePartitions());
afterAll(closeDb);

async function spend({ workspaceId, keyId }: { workspaceId: string; keyId: string }): Promise<void> {
  const id = uuidv7();
  expect(await holdExactly(workspaceId, keyId, 10n, id)).toMatchObject({ ok: true });
  await settleGeneration(finishedGeneration({ workspaceId, keyId, id, costNanos: 7n }));
}

/** A workspace that was granted 1,000 and has spent 7. */
async function spender() {
  const made = await createWorkspace({ credits: 1_000n });
  await spend({ workspaceId: made.workspaceId, keyId: await createSpendingKey(made.workspaceId) });
  return made;
}

const change = (sql: string, workspaceId: string) =>
  asOwner(async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query(sql, [workspaceId]);
  });

it("adds up the transfers and usage of its own workspace alone", async () => {
  const [{ actor }] = await Promise.all([spender(), spender()]);
  expect(await verifyBalance(actor)).toEqual({
    ok: true,
    value: {
      transfers: 2n,
      creditedNanos: 1_000n,
      creditSumNanos: 1_000n,
      debitedNanos: 7n,
      debitSumNanos: 7n,
      usageNanos: 7n,
      recordedNanos: 7n,
    },
  });
  const empty = await createWorkspace();
  expect(await verifyBalance(empty.actor)).toMatchObject({
    ok: true,
    value: { transfers: 0n, usageNanos: 0n },
  });
});

it.each([
  ["credits", "update wallets set credited_nanos = credited_nanos + 1 where workspace_id = $1"],
  ["debits", "update wallets set debited_nanos = debited_nanos - 1 where workspace_id = $1"],
  ["a transfer", "delete from transfers where code = 'grant' and workspace_id = $1"],
  ["recorded usage", "update usage_days set cost_nanos = cost_nanos + 1 where workspace_id = $1"],
])("finds a nano-dollar that differs: %s", async (name, sql) => {
  const { actor, workspaceId } = await spender();
  if (name === "recorded usage")
    await change(
      `insert into usage_days (workspace_id, span_start, model, provider, key_id, requests, errors, prompt_tokens,
         completion_tokens, reasoning_tokens, cached_tokens, cost_nanos)
       values ($1, '2026-01-01', 'm', 'p', gen_random_uuid(), 1, 0, 1, 1, 0, 0, 0)`,
      workspaceId,
    );
  expect(await verifyBalance(actor)).toMatchObject({ ok: true });
  await change(sql, workspaceId);
  expect(await verifyBalance(actor)).toMatchObject({ ok: false, code: "differs" });
});

it("adds up a workspace once for all who ask at the same time", async () => {
  const { actor } = await spender();
  const [first, ...others] = await Promise.all(Array.from({ length: 20 }, () => verifyBalance(actor)));
  for (const other of others) expect(other).toBe(first);
  expect(await verifyBalance(actor)).not.toBe(first);
});

it("is right at every moment while credits are granted and spent", async () => {
  const { actor, workspaceId } = await createWorkspace({ credits: 1_000n });
  const keyId = await createSpendingKey(workspaceId);
  let isOver = false;
  const changes = Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      if (index % 2 === 0) await spend({ workspaceId, keyId });
      else
        await grantCredits(
          { userId: null },
          { workspaceId, amountNanos: 3n, reason: "More", idempotencyKey: `${index}` },
        );
    }),
  ).finally(() => (isOver = true));
  let seen = 0;
  while (!isOver) {
    expect(await verifyBalance(actor)).toMatchObject({ ok: true });
    seen += 1;
  }
  await changes;
  expect(seen).toBeGreaterThan(1);
  expect(await verifyBalance(actor)).toMatchObject({
    ok: true,
    value: { creditSumNanos: 1_060n, debitSumNanos: 140n, recordedNanos: 140n },
  });
});
