import { uuidv7 } from "uuidv7";
import pg from "pg";
import { afterAll, expect, it } from "vitest";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { closeDb } from "@/lib/db/client";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, finishedGeneration, holdExactly, moneyOf } from "@/lib/testing/generations";
import { settleGeneration } from "./settle-generation";

const url = await testDatabase();
await ensurePartitions();
afterAll(closeDb);

it("connections that break at any moment neither lose nor double a debit", async () => {
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
      const held = await holdExactly(workspaceId, keyId, 2n, id);
      if (!held.ok) continue;
      // Never rejects: it keeps trying until the debit is committed.
      await settleGeneration(finishedGeneration({ workspaceId, keyId, id, costNanos: 2n }));
      spent.push(id);
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
