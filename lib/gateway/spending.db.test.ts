import { execFile } from "node:child_process";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { foldUsage } from "@/lib/activity/fold-usage";
import { closeDb, sqlPool } from "@/lib/db/client";
import { getBalance } from "@/lib/ledger/get-balance";
import { expireHolds } from "@/lib/ledger/processes/expire-holds";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, finishedGeneration, holdExactly, moneyOf } from "@/lib/testing/generations";
import { createSpender } from "@/lib/testing/holds";
import { releaseHold } from "./release-hold";
import { settleGeneration } from "./settle-generation";

await testDatabase();
beforeAll(async () => {
  await ensurePartitions();
});
afterAll(closeDb);

async function spendOnce(workspaceId: string, keyId: string): Promise<string> {
  const id = uuidv7();
  const held = await holdExactly(workspaceId, keyId, 1n, id);
  if (!held.ok) return held.code;
  await settleGeneration(finishedGeneration({ workspaceId, keyId, id, costNanos: 1n }));
  return "spent";
}

function tally(results: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...new Set(results)].map((one) => [one, results.filter((result) => result === one).length]),
  );
}

/** Runs `lib/testing/spender.ts` in a separate process. */
function inSeparateProcess(...args: readonly string[]): Promise<Record<string, number>> {
  return new Promise((resolve, reject) => {
    const flags = ["--conditions=react-server", "--import", "tsx", "lib/testing/spender.ts", ...args];
    execFile(
      process.execPath,
      flags,
      { env: { ...process.env, NODE_OPTIONS: "" } },
      (error, stdout, stderr) => {
        const line = stdout.split("\n").find((one) => one.startsWith("{"));
        if (line) resolve(JSON.parse(line));
        else reject(error ?? new Error(stderr));
      },
    );
  });
}

async function expectClean(): Promise<void> {
  expect((await verifyLedger()).checks.filter(({ ok }) => !ok)).toEqual([]);
}

describe("concurrent spending", () => {
  it("allows exactly 500 of 1,000 debits of one unit with a balance of 500", async () => {
    const { workspaceId, keyId } = await createSpender({ credits: 500n });
    const results = await Promise.all(Array.from({ length: 1_000 }, () => spendOnce(workspaceId, keyId)));
    expect(tally(results)).toEqual({ spent: 500, insufficient_credits: 500 });
    expect(await moneyOf(workspaceId)).toEqual({
      balance: 0n,
      held: 0n,
      usage: 500n,
      rows: 500n,
      days: 500n,
      quarters: 500n,
      keys: 500n,
    });
    await expectClean();
  });

  it("does the same across two processes", async () => {
    const { workspaceId, keyId } = await createSpender({ credits: 500n });
    const [first, second] = await Promise.all([
      inSeparateProcess(workspaceId, keyId, "500", "1"),
      inSeparateProcess(workspaceId, keyId, "500", "1"),
    ]);
    expect((first.spent ?? 0) + (second.spent ?? 0)).toBe(500);
    expect((first.insufficient_credits ?? 0) + (second.insufficient_credits ?? 0)).toBe(500);
    expect(await moneyOf(workspaceId)).toMatchObject({ balance: 0n, held: 0n, usage: 500n, rows: 500n });
    await expectClean();
  });

  it("allows exactly 50 of 500 with a key limit of 50, and takes nothing from another key", async () => {
    const { workspaceId, keyId } = await createSpender({ credits: 1_000n, limitNanos: 50n });
    const other = await createSpendingKey(workspaceId);
    const results = await Promise.all(Array.from({ length: 500 }, () => spendOnce(workspaceId, keyId)));
    expect(tally(results)).toEqual({ spent: 50, limit_reached: 450 });
    expect(await spendOnce(workspaceId, other)).toBe("spent");
    expect((await getBalance(workspaceId)).balanceNanos).toBe(949n);
    await expectClean();
  });

  it("keeps many workspaces and keys separate in shared flushes", async () => {
    const spenders = await Promise.all(
      Array.from({ length: 12 }, (_, index) => createSpender({ credits: BigInt(index * 3) })),
    );
    const results = await Promise.all(
      spenders.flatMap(({ workspaceId, keyId }) =>
        Array.from({ length: 30 }, async () => ({
          workspaceId,
          result: await spendOnce(workspaceId, keyId),
        })),
      ),
    );
    for (const [index, { workspaceId }] of spenders.entries()) {
      const spent = results.filter((one) => one.workspaceId === workspaceId && one.result === "spent");
      expect(spent).toHaveLength(Math.min(30, index * 3));
    }
    await expectClean();
  });
});

it("a hold is released once, however often it is requested", async () => {
  const { workspaceId, keyId } = await createSpender({ credits: 10n });
  const id = uuidv7();
  await holdExactly(workspaceId, keyId, 4n, id);
  expect((await getBalance(workspaceId)).availableNanos).toBe(6n);
  await Promise.all([releaseHold(workspaceId, id), releaseHold(workspaceId, id)]);
  await releaseHold(workspaceId, id);
  expect(await getBalance(workspaceId)).toMatchObject({ balanceNanos: 10n, heldNanos: 0n });
  await expectClean();
});

describe("settling", () => {
  it("debits a hold once, however often and concurrently it is requested", async () => {
    const { workspaceId, keyId } = await createSpender({ credits: 100n });
    const id = uuidv7();
    await holdExactly(workspaceId, keyId, 10n, id);
    const generation = finishedGeneration({ workspaceId, keyId, id, costNanos: 7n });
    await Promise.all([settleGeneration(generation), settleGeneration(generation)]);
    await settleGeneration(generation);
    await settleGeneration({ ...generation, retention: "none" });
    expect(await moneyOf(workspaceId)).toEqual({
      balance: 93n,
      held: 0n,
      usage: 7n,
      rows: 7n,
      days: 7n,
      quarters: 7n,
      keys: 7n,
    });
    await expectClean();
  });

  it("debits usage beyond the hold, and rejects the next request", async () => {
    const { workspaceId, keyId } = await createSpender({ credits: 10n });
    const id = uuidv7();
    await holdExactly(workspaceId, keyId, 10n, id);
    await settleGeneration(finishedGeneration({ workspaceId, keyId, id, costNanos: 12n }));
    expect((await getBalance(workspaceId)).balanceNanos).toBe(-2n);
    expect(await holdExactly(workspaceId, keyId, 0n)).toMatchObject({
      ok: false,
      code: "insufficient_credits",
    });
    await expectClean();
  });

  it("records a free request without a transfer", async () => {
    const { workspaceId, keyId } = await createSpender({ credits: 0n });
    const id = uuidv7();
    expect(await holdExactly(workspaceId, keyId, 0n, id)).toMatchObject({ ok: true });
    await settleGeneration(finishedGeneration({ workspaceId, keyId, id, costNanos: 0n }));
    await foldUsage();
    const { rows } = await sqlPool().query("select requests from usage_days where workspace_id = $1", [
      workspaceId,
    ]);
    expect(rows).toEqual([{ requests: 1n }]);
    expect((await moneyOf(workspaceId)).usage).toBe(0n);
    await expectClean();
  });

  it("releases the holds of a killed process, counts them as unaccounted, and debits a late settlement once", async () => {
    const { workspaceId, keyId } = await createSpender({ credits: 100n });
    expect(await inSeparateProcess(workspaceId, keyId, "3", "10", "crash")).toEqual({ spent: 3 });
    expect((await getBalance(workspaceId)).heldNanos).toBe(30n);
    await sqlPool().query(
      `update processes set heartbeat_at = now() - interval '31 seconds'
       where id in (select process_id from holds where workspace_id = $1)`,
      [workspaceId],
    );
    const runs = await Promise.all([expireHolds(async () => true), expireHolds(async () => true)]);
    expect(runs.reduce((sum, { expired }) => sum + expired, 0)).toBe(3);
    expect(await getBalance(workspaceId)).toMatchObject({ balanceNanos: 100n, heldNanos: 0n });
    const { rows } = await sqlPool().query<{ id: string }>(
      "select hold_id as id from unaccounted_completions where workspace_id = $1 and amount_nanos = 10",
      [workspaceId],
    );
    expect(rows).toHaveLength(3);
    const id = rows[0]?.id ?? "";
    await settleGeneration(finishedGeneration({ workspaceId, keyId, id, costNanos: 9n }));
    await settleGeneration(finishedGeneration({ workspaceId, keyId, id, costNanos: 9n }));
    expect(await moneyOf(workspaceId)).toMatchObject({
      balance: 91n,
      held: 0n,
      usage: 9n,
      rows: 9n,
      keys: 9n,
    });
    expect((await verifyLedger()).unaccounted.count).toBe(2);
    await expectClean();
  });

  it("closes the open holds of a flush, debits the expired one too, and leaves the settled one unchanged", async () => {
    const spender = await createSpender({ credits: 100n });
    const [open, expired, settled, released] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    const ended = (id: string, costNanos: bigint) =>
      settleGeneration(finishedGeneration({ ...spender, id, costNanos }));
    for (const id of [settled, expired]) await holdExactly(spender.workspaceId, spender.keyId, 10n, id);
    await ended(settled, 4n);
    await sqlPool().query(
      "update processes set heartbeat_at = now() - interval '31 seconds' where ended_at is null",
    );
    expect(await expireHolds(async () => true)).toMatchObject({ expired: 1 });
    for (const id of [open, released]) await holdExactly(spender.workspaceId, spender.keyId, 10n, id);
    await Promise.all([
      ended(open, 7n),
      ended(expired, 12n),
      ended(settled, 9n),
      releaseHold(spender.workspaceId, released),
    ]);
    expect(await moneyOf(spender.workspaceId)).toEqual({
      balance: 77n,
      held: 0n,
      usage: 23n,
      rows: 23n,
      days: 23n,
      quarters: 23n,
      keys: 23n,
    });
    await expectClean();
  });

  it("creates the partition that an early or late row needs", async () => {
    const { workspaceId, keyId } = await createSpender({ credits: 100n });
    const id = `${Date.UTC(2031, 0, 5)
      .toString(16)
      .padStart(12, "0")
      .replace(/^(.{8})(.{4})$/, "$1-$2")}-7000-8000-000000000001`;
    await holdExactly(workspaceId, keyId, 1n, id);
    await settleGeneration(finishedGeneration({ workspaceId, keyId, id }));
    expect((await moneyOf(workspaceId)).rows).toBe(1n);
  });

  it("counts usage in the key's windows and resets windows that have passed", async () => {
    const { workspaceId } = await createWorkspace({ credits: 1_000n });
    const keyId = await createSpendingKey(workspaceId, { limitNanos: 10n, limitReset: "daily" });
    await sqlPool().query(
      "update meters set used_nanos = 10, day_nanos = 10, day_start = (now() at time zone 'UTC')::date where id = $1",
      [keyId],
    );
    expect(await holdExactly(workspaceId, keyId, 1n)).toMatchObject({
      ok: false,
      code: "limit_reached",
      detail: { limit: { kind: "key", usedNanos: 10n, limitReset: "daily" } },
    });
    await sqlPool().query("update meters set day_start = day_start - 1 where id = $1", [keyId]);
    expect(await spendOnce(workspaceId, keyId)).toBe("spent");
    const { rows } = await sqlPool().query(
      "select used_nanos, day_nanos, week_nanos, month_nanos from meters where id = $1",
      [keyId],
    );
    expect(rows).toEqual([{ used_nanos: 11n, day_nanos: 1n, week_nanos: 1n, month_nanos: 1n }]);
  });
});
