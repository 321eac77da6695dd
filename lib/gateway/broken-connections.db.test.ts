import { uuidv7 } from "uuidv7";
import pg from "pg";
import { afterAll, expect, it } from "vitest";
import { ensurePartitions } from "@/lib/activity/ensure-partitions";
import { closeDb, sqlTransaction } from "@/lib/db/client";
import { settleHolds } from "@/lib/ledger/settle-holds";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, finishedGeneration, holdExactly, moneyOf } from "@/lib/testing/generations";
import { settleGeneration } from "./settle-generation";

const url = await testDatabase();
await ensurePartitions();
afterAll(closeDb);

it("connections that break at any moment neither lose a debit nor double one", async () => {
  const { workspaceId } = await createWorkspace({ credits: 1_000_000n });
  const keyId = await createSpendingKey(workspaceId);
  const killer = new pg.Client({ connectionString: url });
  await killer.connect();
  let stopped = false;
  let killed = 0;
  const killing = (async () => {
    while (!stopped && killed < 20) {
      const { rowCount } = await killer.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' order by random() limit 1`,
      );
      killed += rowCount ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 60));
    }
  })();
  const spent: string[] = [];
  async function worker(): Promise<void> {
    for (let turn = 0; turn < 30 || (killed < 5 && turn < 2_000); turn += 1) {
      const id = uuidv7();
      try {
        const held = await holdExactly(workspaceId, keyId, 2n, id);
        if (!held.ok) continue;
        await settleGeneration(finishedGeneration({ workspaceId, keyId, id, costNanos: 2n }));
        spent.push(id);
      } catch {
        // Refused to the caller; nothing may have been debited for it that is not in the ledger's own rows.
      }
    }
  }
  await Promise.all(Array.from({ length: 10 }, worker));
  stopped = true;
  await killing;
  await killer.end();
  expect(killed).toBeGreaterThan(2);
  expect(spent.length).toBeGreaterThan(200);
  const money = await moneyOf(workspaceId);
  expect(money.rows).toBe(money.usage);
  expect(money.days).toBe(money.usage);
  expect(money.keys).toBe(money.usage);
  expect(money.usage).toBe(BigInt(spent.length) * 2n);
  expect((await verifyLedger()).checks.filter(({ ok }) => !ok)).toEqual([]);
});

it("a batch that was committed is not booked again when it is tried again", async () => {
  const { workspaceId } = await createWorkspace({ credits: 100n });
  const keyId = await createSpendingKey(workspaceId);
  const [first, second, batchId] = [uuidv7(), uuidv7(), uuidv7()];
  await holdExactly(workspaceId, keyId, 5n, first);
  await holdExactly(workspaceId, keyId, 5n, second);
  const settle = (holdId: string) =>
    sqlTransaction((client) => settleHolds(client, batchId, [{ holdId, costNanos: 5n, isReleased: false }]));
  expect((await settle(first))?.size).toBe(1);
  expect(await settle(first)).toBeNull();
  // The claim is of the batch, not of what is in it.
  expect(await settle(second)).toBeNull();
  expect(await moneyOf(workspaceId)).toMatchObject({ balance: 95n, held: 5n, usage: 5n });
});
