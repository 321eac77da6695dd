import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dropExpiredPartitions } from "@/lib/activity/partitions/drop-expired-partitions";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { foldUsage } from "@/lib/activity/fold-usage";
import { runOnce } from "@/lib/jobs/run-every";
import { expireHolds } from "@/lib/ledger/processes/expire-holds";
import { grantCredits } from "@/lib/ledger/grant-credits";
import { sealLedger } from "@/lib/ledger/seal-ledger";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { closeDb } from "./client";
import { connectionsMin } from "./connection-budget";
import { quickQuery } from "./quick-query";
import { runPrepared } from "./run-prepared";

/** Starts a process of an instance that asks all of its pools for more connections than they have. */
function loadProcess(kind: string, budget: number): ChildProcess {
  const args = ["--import", "tsx", "--conditions=react-server", "lib/testing/load-pools.ts"];
  const environment = { COUNTERFOIL_PROCESS: kind, DATABASE_CONNECTIONS: `${budget}` };
  return spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ["pipe", "ignore", "inherit"],
  });
}

/** Counts the connections on the server, without the one that asks. */
async function countBackends(): Promise<number> {
  return asOwner(async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rows[0]?.count ?? 0;
  });
}

beforeAll(async () => {
  await testDatabase();
  process.env.DATABASE_CONNECTIONS = `${connectionsMin}`;
});
afterAll(closeDb);

test.each([connectionsMin, 45])(
  "all processes of an instance together never exceed its budget of %i connections, and reach it under load",
  async (budget) => {
    const children = ["server", "pages", "command"].map((kind) => loadProcess(kind, budget));
    const exits = children.map((child) => new Promise((resolve) => child.once("exit", resolve)));
    const counts: number[] = [];
    try {
      while (counts.filter((count) => count === budget).length < 20) {
        counts.push(await countBackends());
        expect(counts.at(-1)).toBeLessThanOrEqual(budget);
        await setTimeout(10);
      }
    } finally {
      for (const child of children) child.stdin?.end();
    }
    expect(await Promise.all(exits)).toEqual([0, 0, 0]);
    expect(Math.max(...counts)).toBe(budget);
  },
  120_000,
);

test("with the smallest budget everything that holds connections completes in parallel, including jobs", async () => {
  const { workspaceId } = await createWorkspace({ credits: 5n });
  await ensurePartitions();
  const day = { from: new Date("2020-01-06"), to: new Date("2020-01-06") };
  await ensurePartitions(day);
  let busiest = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) busiest = Math.max(busiest, await countBackends());
  })();
  const grant = (key: string) =>
    grantCredits({ userId: null }, { workspaceId, amountNanos: 1n, reason: "test", idempotencyKey: key });
  const one = { name: "budget_one", text: "select 1 as one", values: [] };
  const jobs = [foldUsage, dropExpiredPartitions, expireHolds, sealLedger, () => ensurePartitions(day)];
  const round = (turn: number) => [
    ...jobs.map((run, index) =>
      runOnce({ name: `budget-${index}`, everyMs: 1, run: async () => void (await run()) }),
    ),
    verifyLedger(),
    foldUsage(),
    grant(`budget-${turn}`),
    quickQuery("budget_quick", "select 1", []),
    runPrepared([one, one]),
    runPrepared([one, one], { patient: true }),
  ];
  const outcomes = await Promise.allSettled(Array.from({ length: 12 }, (_, turn) => round(turn)).flat());
  isOver = true;
  await watching;
  expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([]);
  expect(busiest).toBeLessThanOrEqual(connectionsMin);
  expect((await verifyLedger()).ok).toBe(true);
});
