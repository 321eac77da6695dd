import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensurePartitions } from "@/lib/activity/ensure-partitions";
import { closeDb, sqlPool } from "@/lib/db/client";
import { releaseHold } from "@/lib/gateway/release-hold";
import { settleGeneration } from "@/lib/gateway/settle-generation";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, finishedGeneration, holdExactly, moneyOf } from "@/lib/testing/generations";
import { getBalance } from "./get-balance";
import { takeHold } from "./take-hold";
import { verifyLedger } from "./verify-ledger";

await testDatabase();
beforeAll(async () => {
  await ensurePartitions();
});
afterAll(closeDb);

async function spender(options: { credits: bigint; limitNanos?: bigint }) {
  const { workspaceId } = await createWorkspace({ credits: options.credits });
  const keyId = await createSpendingKey(
    workspaceId,
    options.limitNanos === undefined ? {} : { limitNanos: options.limitNanos },
  );
  return { workspaceId, keyId };
}

function hold(
  who: { workspaceId: string; keyId: string },
  amountNanos: bigint,
  parts: { minimumNanos?: bigint; policyVersion?: bigint } = {},
) {
  const expiresAt = new Date(Date.now() + 60_000);
  return takeHold({
    holdId: uuidv7(),
    ...who,
    amountNanos,
    minimumNanos: amountNanos,
    policyVersion: 0n,
    expiresAt,
    ...parts,
  });
}

function words(results: readonly Awaited<ReturnType<typeof takeHold>>[]) {
  return results.map((one) => (one.ok ? one.value.grantedNanos : one.code));
}

async function heldOf(workspaceId: string) {
  const { rows } = await sqlPool().query<{ wallet: bigint; keys: bigint; holds: bigint }>(
    `select held_nanos as wallet,
       (select sum(held_nanos)::bigint from key_meters m where m.workspace_id = w.workspace_id) as keys,
       (select coalesce(sum(amount_nanos), 0)::bigint from holds h where h.workspace_id = w.workspace_id and state = 'held') as holds
     from wallets w where workspace_id = $1`,
    [workspaceId],
  );
  return rows[0];
}

async function expectClean(): Promise<void> {
  expect((await verifyLedger()).checks.filter(({ ok }) => !ok)).toEqual([]);
}

describe("holds of one flush", () => {
  it("that do not all fit are decided in order, and a smaller one behind a refused one still fits", async () => {
    const who = await spender({ credits: 10n });
    expect(
      words(await Promise.all([hold(who, 6n), hold(who, 6n), hold(who, 3n), hold(who, 2n), hold(who, 1n)])),
    ).toEqual([6n, "insufficient_credits", 3n, "insufficient_credits", 1n]);
    expect(await heldOf(who.workspaceId)).toEqual({ wallet: 10n, keys: 10n, holds: 10n });
  });

  it("of a workspace without credits cost the others nothing", async () => {
    const [rich, poor, other] = await Promise.all([
      spender({ credits: 100n }),
      spender({ credits: 0n }),
      spender({ credits: 5n }),
    ]);
    const results = await Promise.all([
      hold(rich, 40n),
      hold(poor, 1n),
      hold(other, 5n),
      hold(rich, 60n),
      hold(poor, 0n),
    ]);
    expect(words(results)).toEqual([40n, "insufficient_credits", 5n, 60n, 0n]);
    expect(await heldOf(poor.workspaceId)).toEqual({ wallet: 0n, keys: 0n, holds: 0n });
  });

  it("of a key at its limit leave the workspace's other keys their own, free requests pass, and the figures are told", async () => {
    const limited = await spender({ credits: 100n, limitNanos: 10n });
    const open = { ...limited, keyId: await createSpendingKey(limited.workspaceId) };
    const results = await Promise.all([
      hold(limited, 10n),
      hold(limited, 1n),
      hold(open, 50n),
      hold(limited, 0n),
    ]);
    expect(words(results)).toEqual([10n, "key_limit", 50n, 0n]);
    expect(results[1]).toMatchObject({ detail: { availableNanos: 90n, limitNanos: 10n } });
    expect(await heldOf(limited.workspaceId)).toEqual({ wallet: 60n, keys: 60n, holds: 60n });
  });

  it("are granted less where they are content with less", async () => {
    const who = await spender({ credits: 25n });
    const results = await Promise.all([
      hold(who, 20n, { minimumNanos: 4n }),
      hold(who, 20n, { minimumNanos: 4n }),
      hold(who, 20n, { minimumNanos: 1n }),
    ]);
    expect(words(results)).toEqual([20n, 5n, "insufficient_credits"]);
    expect(await heldOf(who.workspaceId)).toEqual({ wallet: 25n, keys: 25n, holds: 25n });
  });

  it("under two versions of the settings are granted under the newer alone", async () => {
    const who = await spender({ credits: 25n });
    await sqlPool().query("update wallets set policy_version = 1 where workspace_id = $1", [who.workspaceId]);
    const results = await Promise.all([hold(who, 1n), hold(who, 2n, { policyVersion: 1n }), hold(who, 3n)]);
    expect(words(results)).toEqual(["stale_policy", 2n, "stale_policy"]);
  });

  it("with another workspace's key are refused, and hold nothing of either", async () => {
    const [one, two] = await Promise.all([spender({ credits: 9n }), spender({ credits: 9n })]);
    const results = await Promise.all([hold({ ...one, keyId: two.keyId }, 1n), hold(two, 2n), hold(one, 3n)]);
    expect(words(results)).toEqual(["key_unusable", 2n, 3n]);
    expect(await heldOf(one.workspaceId)).toEqual({ wallet: 3n, keys: 3n, holds: 3n });
    expect(await heldOf(two.workspaceId)).toEqual({ wallet: 2n, keys: 2n, holds: 2n });
  });

  it("see a change of settings that they had to wait for", async () => {
    const who = await spender({ credits: 9n });
    const changer = await sqlPool().connect();
    try {
      await changer.query("begin");
      await changer.query("update wallets set policy_version = 1 where workspace_id = $1", [who.workspaceId]);
      const waiting = hold(who, 1n);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await changer.query("commit");
      expect(words([await waiting])).toEqual(["stale_policy"]);
    } finally {
      changer.release();
    }
  });

  it("see credits that went while they waited", async () => {
    const who = await spender({ credits: 9n });
    const taker = await sqlPool().connect();
    try {
      await taker.query("begin");
      await taker.query("update wallets set held_nanos = held_nanos + 8 where workspace_id = $1", [
        who.workspaceId,
      ]);
      const waiting = Promise.all([hold(who, 2n), hold(who, 1n)]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await taker.query("commit");
      expect(words(await waiting)).toEqual(["insufficient_credits", 1n]);
      await taker.query("update wallets set held_nanos = held_nanos - 8 where workspace_id = $1", [
        who.workspaceId,
      ]);
    } finally {
      taker.release();
    }
  });
});

describe("a settle flush in which not every hold is open", () => {
  it("ends the open ones, debits the expired one too, and leaves the settled one as it was", async () => {
    const who = await spender({ credits: 100n });
    const [open, expired, settled, released] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    for (const id of [open, expired, settled, released])
      await holdExactly(who.workspaceId, who.keyId, 10n, id);
    const ended = (id: string, costNanos: bigint) =>
      settleGeneration(finishedGeneration({ ...who, id, costNanos }));
    await ended(settled, 4n);
    await sqlPool().query("update holds set state = 'expired', closed_at = now() where id = $1", [expired]);
    await sqlPool().query("update wallets set held_nanos = held_nanos - 10 where workspace_id = $1", [
      who.workspaceId,
    ]);
    await sqlPool().query("update key_meters set held_nanos = held_nanos - 10 where key_id = $1", [
      who.keyId,
    ]);
    await Promise.all([ended(open, 7n), ended(expired, 12n), ended(settled, 9n), releaseHold(released)]);
    expect(await moneyOf(who.workspaceId)).toEqual({
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

  it("waits for an expiry under way, and gives back once", async () => {
    const who = await spender({ credits: 100n });
    const id = uuidv7();
    await holdExactly(who.workspaceId, who.keyId, 10n, id);
    const expirer = await sqlPool().connect();
    try {
      await expirer.query("begin");
      await expirer.query("update wallets set held_nanos = held_nanos - 10 where workspace_id = $1", [
        who.workspaceId,
      ]);
      await expirer.query("update key_meters set held_nanos = held_nanos - 10 where key_id = $1", [
        who.keyId,
      ]);
      await expirer.query("update holds set state = 'expired', closed_at = now() where id = $1", [id]);
      const waiting = settleGeneration(finishedGeneration({ ...who, id, costNanos: 3n }));
      await new Promise((resolve) => setTimeout(resolve, 100));
      await expirer.query("commit");
      await waiting;
    } finally {
      expirer.release();
    }
    expect(await getBalance(who.workspaceId)).toMatchObject({ balanceNanos: 97n, heldNanos: 0n });
    await expectClean();
  });
});
