import { uuidv7 } from "uuidv7";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { testDatabase } from "@/lib/testing/database";
import { createSpendingKey } from "@/lib/testing/generations";
import {
  createSpender,
  heldOf,
  hold,
  lockWallet,
  type Spender,
  untilLaneWaits,
  wordsOf,
} from "@/lib/testing/holds";
import { drainHolds } from "./take-hold";

await testDatabase();
afterAll(async () => {
  expect((await verifyLedger()).checks.filter(({ ok }) => !ok)).toEqual([]);
  await closeDb();
});

describe("holds of one flush", () => {
  it("are decided in order, and a smaller hold behind a rejected one still fits", async () => {
    const who = await createSpender({ credits: 10n });
    const results = await Promise.all([6n, 6n, 3n, 2n, 1n].map((nanos) => hold(who, nanos)));
    expect(wordsOf(results)).toEqual([6n, "insufficient_credits", 3n, "insufficient_credits", 1n]);
    expect(await heldOf(who.workspaceId)).toMatchObject({ wallet: 10n, meters: 10n, holds: 10n });
  });

  it("do not fail because one workspace has no credits", async () => {
    const [rich, poor, other] = await Promise.all([
      createSpender({ credits: 100n }),
      createSpender({ credits: 0n }),
      createSpender({ credits: 5n }),
    ]);
    const results = await Promise.all([
      hold(rich, 40n),
      hold(poor, 1n),
      hold(other, 5n),
      hold(rich, 60n),
      hold(poor, 0n),
    ]);
    expect(wordsOf(results)).toEqual([40n, "insufficient_credits", 5n, 60n, 0n]);
    expect(await heldOf(poor.workspaceId)).toMatchObject({ wallet: 0n, meters: 0n, holds: 0n });
  });

  it("reject only the key at its limit, let free requests pass, and report the figures", async () => {
    const limited = await createSpender({ credits: 100n, limitNanos: 10n });
    const open = { ...limited, keyId: await createSpendingKey(limited.workspaceId) };
    const results = await Promise.all([
      hold(limited, 10n),
      hold(limited, 1n),
      hold(open, 50n),
      hold(limited, 0n),
    ]);
    expect(wordsOf(results)).toEqual([10n, "limit_reached", 50n, 0n]);
    expect(results[1]).toMatchObject({
      detail: {
        availableNanos: 0n,
        limit: {
          kind: "key",
          limitNanos: 10n,
          usedNanos: 0n,
          heldNanos: 10n,
          limitReset: null,
          resetAt: null,
        },
      },
    });
    expect(await heldOf(limited.workspaceId)).toMatchObject({ wallet: 60n, meters: 60n, holds: 60n });
  });

  it("are granted less when the request accepts less", async () => {
    const who = await createSpender({ credits: 25n });
    const results = await Promise.all([
      hold(who, 20n, { minimumNanos: 4n }),
      hold(who, 20n, { minimumNanos: 4n }),
      hold(who, 20n, { minimumNanos: 0n }),
    ]);
    expect(wordsOf(results)).toEqual([20n, 5n, "insufficient_credits"]);
    expect(await heldOf(who.workspaceId)).toMatchObject({ wallet: 25n, meters: 25n, holds: 25n });
  });

  it("under two versions of a key or settings are granted only under the newer one", async () => {
    const who = await createSpender({ credits: 25n });
    await sqlPool().query("update api_keys set version = 1 where id = $1", [who.keyId]);
    expect(wordsOf(await Promise.all([hold(who, 1n), hold(who, 2n, { keyVersion: 1n })]))).toEqual([
      "stale_policy",
      2n,
    ]);
    await db().privacySettings.create({ data: { workspaceId: who.workspaceId, version: 4n } });
    const parts = { keyVersion: 1n };
    expect(
      wordsOf(await Promise.all([hold(who, 1n, parts), hold(who, 3n, { ...parts, privacyVersion: 4n })])),
    ).toEqual(["stale_policy", 3n]);
  });

  it("with another workspace's key or meter are rejected, and hold nothing of either", async () => {
    const [one, two] = await Promise.all([createSpender({ credits: 9n }), createSpender({ credits: 9n })]);
    const results = await Promise.all([
      hold({ ...one, keyId: two.keyId }, 1n),
      hold(one, 1n, { meterIds: [one.keyId, two.keyId] }),
      hold(one, 1n, { meterIds: [uuidv7()] }),
      hold(two, 2n),
      hold(one, 3n),
    ]);
    expect(wordsOf(results)).toEqual(["key_unusable", "stale_policy", "stale_policy", 2n, 3n]);
    expect(await heldOf(one.workspaceId)).toMatchObject({ wallet: 3n, meters: 3n, holds: 3n });
    expect(await heldOf(two.workspaceId)).toMatchObject({ wallet: 2n, meters: 2n, holds: 2n });
  });

  it("with disabled, expired, deleted or unknown keys are rejected", async () => {
    const who = await createSpender({ credits: 9n });
    const past = new Date(Date.now() - 1_000);
    const keys = [
      await createSpendingKey(who.workspaceId, { disabledAt: past }),
      await createSpendingKey(who.workspaceId, { expiresAt: past }),
      await createSpendingKey(who.workspaceId, { deletedAt: past }),
      uuidv7(),
    ];
    const results = await Promise.all(keys.map((keyId) => hold({ ...who, keyId }, 1n)));
    expect(wordsOf(results)).toEqual(keys.map(() => "key_unusable"));
    expect(wordsOf([await hold({ ...who, workspaceId: uuidv7() }, 1n)])).toEqual(["key_unusable"]);
  });

  it("count toward their key's limit even when the caller omits its meter", async () => {
    const who = await createSpender({ credits: 9n, limitNanos: 4n });
    const results = [await hold(who, 3n, { meterIds: [] }), await hold(who, 3n, { meterIds: [] })];
    expect(wordsOf(results)).toEqual([3n, "limit_reached"]);
  });

  it("do not fail because of one faulty request", async () => {
    const who = await createSpender({ credits: 10n });
    const holdId = uuidv7();
    await hold(who, 1n, { holdId });
    const results = await Promise.allSettled([
      hold(who, 1n),
      hold(who, 1n, { holdId }),
      hold(who, 1n, { excessNanos: -1n }),
      hold(who, 1n, { holdId: "no id" }),
      hold(who, 1n),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
      "rejected",
      "fulfilled",
    ]);
    expect(await heldOf(who.workspaceId)).toMatchObject({ wallet: 3n, meters: 3n, holds: 3n });
  });
});

describe("a hold that had to wait", () => {
  it("sees credits that were spent in the meantime", async () => {
    const who = await createSpender({ credits: 9n });
    const lock = await lockWallet(who.workspaceId, 8n);
    const waiting = Promise.all([hold(who, 2n), hold(who, 1n)]);
    await untilLaneWaits();
    await lock.release();
    expect(wordsOf(await waiting)).toEqual(["insufficient_credits", 1n]);
    await lock.end();
  });

  it("sees a key change that was committed in the meantime", async () => {
    const who = await createSpender({ credits: 9n });
    const lock = await lockWallet(who.workspaceId);
    const waiting = hold(who, 1n);
    await untilLaneWaits();
    await sqlPool().query("update api_keys set version = version + 1 where id = $1", [who.keyId]);
    await lock.release();
    expect(wordsOf([await waiting])).toEqual(["stale_policy"]);
    await lock.end();
  });
});

describe("an additional limit is a row, not code", () => {
  async function budget(who: Spender, kind: string, subjectId: string, limitNanos: bigint): Promise<string> {
    const id = uuidv7();
    await sqlPool().query(
      "insert into meters (id, workspace_id, kind, subject_id, limit_nanos, limit_reset) values ($1, $2, $3, $4, $5, 'monthly')",
      [id, who.workspaceId, kind, subjectId, limitNanos],
    );
    return id;
  }

  it("is enforced across all keys, counted, and named when it is reached", async () => {
    const first = await createSpender({ credits: 100n, limitNanos: 40n });
    const second = { ...first, keyId: await createSpendingKey(first.workspaceId) };
    const meterIds = [
      await budget(first, "workspace", first.workspaceId, 50n),
      await budget(first, "member", uuidv7(), 60n),
    ];
    const results = [
      await hold(first, 30n, { meterIds }),
      await hold(second, 15n, { meterIds }),
      await hold(second, 6n, { meterIds }),
      await hold(second, 50n, { meterIds, minimumNanos: 1n }),
      await hold(second, 6n),
    ];
    expect(wordsOf(results)).toEqual([30n, 15n, "limit_reached", 5n, 6n]);
    expect(results[2]).toMatchObject({
      detail: { limit: { kind: "workspace", limitNanos: 50n, limitReset: "monthly" } },
    });
    const { rows } = await sqlPool().query("select held_nanos from meters where id = any($1) order by kind", [
      meterIds,
    ]);
    expect(rows).toEqual([{ held_nanos: 50n }, { held_nanos: 50n }]);
  });
});

describe("the amount by which bills may exceed their holds", () => {
  it("is bounded: a hundred concurrent requests cannot together take a workspace below minus one dollar", async () => {
    const dollar = 1_000_000_000n;
    const who = await createSpender({ credits: dollar });
    const [amount, excessNanos] = [dollar / 100n, dollar / 20n];
    const results = await Promise.all(Array.from({ length: 100 }, () => hold(who, amount, { excessNanos })));
    const granted = results.filter(({ ok }) => ok).length;
    // Each costs at most six cents, and it is two dollars from one dollar down to minus one.
    expect(granted).toBe(33);
    expect(wordsOf(results.slice(granted))).toEqual(results.slice(granted).map(() => "insufficient_credits"));
    expect(await heldOf(who.workspaceId)).toMatchObject({ wallet: amount * 33n, excess: excessNanos * 33n });
    expect(wordsOf([await hold(who, amount * 40n, { minimumNanos: 1n, excessNanos: 0n })])).toEqual([
      dollar * 2n - (amount + excessNanos) * 33n,
    ]);
    expect(wordsOf([await hold(who, 0n, { excessNanos: 1n }), await hold(who, 0n)])).toEqual([
      "insufficient_credits",
      0n,
    ]);
  });
});

describe("a caller that does not wait", () => {
  it("gets a result at the deadline, and a hold that was still queued is never taken", async () => {
    const who = await createSpender({ credits: 9n });
    const lock = await lockWallet(who.workspaceId);
    // The first is in progress; the second queues behind it.
    const first = hold(who, 1n);
    await untilLaneWaits();
    const late = await hold(who, 2n, { deadlineMs: 50 });
    expect(late).toEqual({ ok: false, code: "unavailable", detail: null });
    await lock.release();
    expect(wordsOf([await first])).toEqual([1n]);
    await drainHolds();
    const { rows } = await sqlPool().query("select amount_nanos from holds where workspace_id = $1", [
      who.workspaceId,
    ]);
    expect(rows).toEqual([{ amount_nanos: 1n }]);
    await lock.end();
  });

  it("gets `unavailable` when it disconnects, and a hold committed for it afterwards is given back", async () => {
    const who = await createSpender({ credits: 9n });
    const holdId = uuidv7();
    const caller = new AbortController();
    const lock = await lockWallet(who.workspaceId);
    const waiting = hold(who, 5n, { holdId, signal: caller.signal });
    await untilLaneWaits();
    caller.abort();
    expect(await waiting).toMatchObject({ code: "unavailable" });
    await lock.release();
    await drainHolds();
    expect(await heldOf(who.workspaceId)).toMatchObject({ wallet: 0n, meters: 0n, holds: 0n });
    const { rows } = await sqlPool().query("select amount_nanos, state from holds where id = $1", [holdId]);
    expect(rows).toEqual([{ amount_nanos: 0n, state: "released" }]);
    expect(await hold(who, 1n, { signal: caller.signal })).toMatchObject({ code: "unavailable" });
    await lock.end();
  });
});

describe("a broken connection", () => {
  it("during a hold leaves the hold taken once or not at all", async () => {
    const who = await createSpender({ credits: 1_000_000n });
    let isDone = false;
    let broken = 0;
    const breaking = (async () => {
      while (!isDone) {
        const { rowCount } = await sqlPool().query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and query like '%take_holds%' and state <> 'idle' limit 1`,
        );
        broken += rowCount ?? 0;
        await new Promise((resolve) => setTimeout(resolve, 7));
      }
    })();
    const taken: string[] = [];
    const rejected: string[] = [];
    const started = performance.now();
    const worker = async () => {
      // Repeats until some holds were interrupted midway; a hold takes about a millisecond.
      while (broken < 5 && performance.now() - started < 20_000) {
        const holdId = uuidv7();
        const result = await hold(who, 1n, { holdId });
        (result.ok ? taken : rejected).push(holdId);
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    isDone = true;
    await breaking;
    expect(broken).toBeGreaterThan(0);
    await drainHolds();
    const { rows } = await sqlPool().query<{ id: string }>(
      "select id from holds where workspace_id = $1 and state = 'held' order by id",
      [who.workspaceId],
    );
    expect(rows.map(({ id }) => id)).toEqual(taken.sort());
    expect(await heldOf(who.workspaceId)).toMatchObject({ wallet: BigInt(taken.length) });
    expect(rejected.filter((id) => taken.includes(id))).toEqual([]);
  });
});
