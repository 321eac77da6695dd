import { uuidv7 } from "uuidv7";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, sqlPool, sqlTransaction } from "@/lib/db/client";
import { runningCompletions } from "@/lib/ledger/count-running";
import { getBalance } from "@/lib/ledger/get-balance";
import { unaccountedByDay } from "@/lib/ledger/list-unaccounted";
import { settleExactly } from "@/lib/ledger/settlements/settle-holds";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { testDatabase } from "@/lib/testing/database";
import { createSpender, heldOf, hold, lockWallet, wordsOf } from "@/lib/testing/holds";
import { currentProcess, endProcess } from "./current-process";
import { expireHolds, purgeClosedHolds } from "./expire-holds";

await testDatabase();
afterAll(closeDb);

/** Stands for a process that has run for a while, which may judge others. */
const isSteady = async () => true;

/** Moves the last heartbeat of a process into the past. */
async function silence(processId: string, seconds: number): Promise<void> {
  await sqlPool().query(
    "update processes set heartbeat_at = now() - make_interval(secs => $2::float8) where id = $1",
    [processId, seconds],
  );
}

async function unaccountedOf(workspaceId: string) {
  const { rows } = await sqlPool().query<{ hold_id: string; amount_nanos: bigint; is_billed: boolean }>(
    `select hold_id, amount_nanos, billed_at is not null as is_billed
     from unaccounted_completions where workspace_id = $1 order by amount_nanos`,
    [workspaceId],
  );
  return rows;
}

/** This test bypasses the records of generations, so those checks are expected to differ. */
async function brokenChecks(): Promise<string[]> {
  const { checks } = await verifyLedger();
  return checks
    .filter(({ ok, name }) => !ok && name !== "daily totals equal the usage transfers")
    .map(({ name }) => name);
}

describe("a process that falls silent", () => {
  it("is ended after half a minute; its holds are freed and counted as unaccounted at their worst case", async () => {
    const who = await createSpender({ credits: 100n });
    const holdId = uuidv7();
    await hold(who, 30n, { holdId, excessNanos: 4n });
    await hold(who, 0n);
    const processId = await currentProcess();
    await silence(processId, 25);
    expect(await expireHolds(isSteady)).toEqual({ ended: 0, expired: 0 });
    expect(await heldOf(who.workspaceId)).toEqual({ wallet: 30n, meters: 30n, holds: 30n, excess: 4n });
    await silence(processId, 31);
    const runs = await Promise.all([expireHolds(isSteady), expireHolds(isSteady)]);
    expect(runs.reduce((sum, { expired }) => sum + expired, 0)).toBe(2);
    expect(runs.reduce((sum, { ended }) => sum + ended, 0)).toBe(1);
    expect(await heldOf(who.workspaceId)).toEqual({ wallet: 0n, meters: 0n, holds: 0n, excess: 0n });
    expect(await unaccountedOf(who.workspaceId)).toMatchObject([
      { amount_nanos: 0n, is_billed: false },
      { hold_id: holdId, amount_nanos: 34n, is_billed: false },
    ]);
    const today = new Date().toISOString().slice(0, 10);
    expect(await unaccountedByDay(2)).toEqual([{ day: today, count: 2, worstNanos: 34n }]);
    expect((await verifyLedger()).unaccounted).toEqual({ count: 2, worstNanos: 34n });
    expect(await brokenChecks()).toEqual([]);
  });

  it("takes its next holds under a new id when it comes back, and its late settlements are debited once", async () => {
    const who = await createSpender({ credits: 100n });
    const holdId = uuidv7();
    await hold(who, 30n, { holdId, excessNanos: 4n });
    const dead = await currentProcess();
    await silence(dead, 31);
    await expireHolds(isSteady);
    expect(wordsOf(await Promise.all([hold(who, 10n), hold(who, 90n), hold(who, 91n)]))).toEqual([
      10n,
      90n,
      "insufficient_credits",
    ]);
    const alive = await currentProcess();
    expect(alive).not.toBe(dead);
    const late = { holdId, workspaceId: who.workspaceId, costNanos: 33n, isReleased: false };
    for (let turn = 0; turn < 3; turn += 1) await sqlTransaction((client) => settleExactly(client, [late]));
    expect(await getBalance(who.workspaceId)).toMatchObject({ balanceNanos: 67n, heldNanos: 100n });
    expect(await unaccountedOf(who.workspaceId)).toEqual([
      { hold_id: holdId, amount_nanos: 34n, is_billed: true },
    ]);
    expect(await brokenChecks()).toEqual([]);
  });

  it("is not ended by a process that has only just started", async () => {
    const who = await createSpender({ credits: 100n });
    await hold(who, 5n);
    await silence(await currentProcess(), 31);
    expect(await expireHolds()).toEqual({ ended: 0, expired: 0 });
    expect(await heldOf(who.workspaceId)).toMatchObject({ wallet: 5n });
    expect(await expireHolds(isSteady)).toMatchObject({ ended: 1 });
    expect(await heldOf(who.workspaceId)).toMatchObject({ wallet: 0n });
  });

  it("does not keep other workspaces' wallets locked when its meter is locked", async () => {
    const [locked, free] = await Promise.all([
      createSpender({ credits: 100n }),
      createSpender({ credits: 100n }),
    ]);
    await Promise.all([hold(locked, 1n), hold(free, 2n)]);
    await endProcess();
    const otherClient = await sqlPool().connect();
    await otherClient.query("begin");
    await otherClient.query("select from meters where id = $1 for update", [locked.keyId]);
    expect((await expireHolds(isSteady)).expired).toBeGreaterThanOrEqual(1);
    expect(await heldOf(free.workspaceId)).toMatchObject({ wallet: 0n });
    expect(await heldOf(locked.workspaceId)).toMatchObject({ wallet: 1n });
    await otherClient.query("rollback");
    otherClient.release();
    expect((await expireHolds(isSteady)).expired).toBe(1);
    expect(await heldOf(locked.workspaceId)).toMatchObject({ wallet: 0n });
  });

  it("is left for the next call when its wallet is locked, while the others are handled in this one", async () => {
    const [locked, free] = await Promise.all([
      createSpender({ credits: 100n }),
      createSpender({ credits: 100n }),
    ]);
    await Promise.all([hold(locked, 1n), hold(free, 2n)]);
    await endProcess();
    const lock = await lockWallet(locked.workspaceId);
    expect((await expireHolds(isSteady)).expired).toBeGreaterThanOrEqual(1);
    expect(await heldOf(free.workspaceId)).toMatchObject({ wallet: 0n });
    await lock.release();
    expect(await heldOf(locked.workspaceId)).toMatchObject({ wallet: 1n });
    expect((await expireHolds(isSteady)).expired).toBe(1);
    expect(await heldOf(locked.workspaceId)).toMatchObject({ wallet: 0n });
    await lock.end();
  });
});

it("open holds are counted by process", async () => {
  const who = await createSpender({ credits: 100n });
  await Promise.all([hold(who, 7n), hold(who, 5n)]);
  const processId = await currentProcess();
  const running = await runningCompletions();
  expect(running.find((one) => one.processId === processId)).toMatchObject({ count: 2, heldNanos: 12n });
});

it("closed holds and ended processes are purged after a week; open and unbilled ones stay", async () => {
  const who = await createSpender({ credits: 100n });
  const [closed, open] = [uuidv7(), uuidv7()];
  await hold(who, 1n, { holdId: closed });
  const old = await currentProcess();
  await endProcess();
  await expireHolds(isSteady);
  await hold(who, 1n, { holdId: open });
  await sqlPool().query("update holds set closed_at = closed_at - interval '8 days' where id = $1", [closed]);
  await sqlPool().query("update processes set ended_at = ended_at - interval '8 days' where id = $1", [old]);
  await sqlPool().query(
    "update unaccounted_completions set created_at = created_at - interval '8 days' where hold_id = $1",
    [closed],
  );
  expect(await purgeClosedHolds()).toEqual({ holds: 1, processes: 1 });
  const { rows } = await sqlPool().query("select id from holds where workspace_id = $1", [who.workspaceId]);
  expect(rows).toEqual([{ id: open }]);
  expect(await unaccountedOf(who.workspaceId)).toMatchObject([{ hold_id: closed, is_billed: false }]);
  expect(await brokenChecks()).toEqual([]);
});
