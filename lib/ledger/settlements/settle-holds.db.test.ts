import { uuidv7 } from "uuidv7";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, sqlPool, sqlTransaction } from "@/lib/db/client";
import { runPrepared } from "@/lib/db/run-prepared";
import { getBalance } from "@/lib/ledger/get-balance";
import { inputHash } from "@/lib/ledger/internal/input-hash";
import { testDatabase } from "@/lib/testing/database";
import { createSpendingKey } from "@/lib/testing/generations";
import { createSpender, heldOf, hold, type Spender } from "@/lib/testing/holds";
import { type Settlement, settleExactly, settleOpenStatement } from "./settle-holds";

await testDatabase();
afterAll(closeDb);

async function openHold(
  spender: Spender,
  nanos = 10n,
  parts: Parameters<typeof hold>[2] = {},
): Promise<string> {
  const holdId = uuidv7();
  expect(await hold(spender, nanos, { holdId, ...parts })).toMatchObject({ ok: true });
  return holdId;
}

function settlement({ workspaceId }: Spender, holdId: string, costNanos: bigint): Settlement {
  return { workspaceId, holdId, costNanos, isReleased: false };
}

function release({ workspaceId }: Spender, holdId: string): Settlement {
  return { workspaceId, holdId, costNanos: 0n, isReleased: true };
}

async function settleOpen(settlements: readonly Settlement[]) {
  const { statement, transferIds } = await settleOpenStatement(settlements);
  await runPrepared([statement]);
  return transferIds;
}

const settleAll = (settlements: readonly Settlement[]) =>
  sqlTransaction((client) => settleExactly(client, settlements));

/** Undefined for a hold that has ended. */
async function stateOf(holdId: string): Promise<string | undefined> {
  const { rows } = await sqlPool().query<{ state: string }>("select state from holds where id = $1", [
    holdId,
  ]);
  return rows[0]?.state;
}

async function transfersOf({ workspaceId }: Spender) {
  const { rows } = await sqlPool().query<{
    id: string;
    amount_nanos: bigint;
    idempotency_key: string;
    input_hash: Buffer;
  }>(
    "select id, amount_nanos, idempotency_key, input_hash from transfers where workspace_id = $1 and code = 'usage' order by id",
    [workspaceId],
  );
  return rows;
}

/** Ends a hold as if its process had died. */
async function expire({ workspaceId, keyId }: Spender, holdId: string, nanos: bigint): Promise<void> {
  await sqlPool().query("update holds set state = 'expired', closed_at = now() where id = $1", [holdId]);
  await sqlPool().query("update wallets set held_nanos = held_nanos - $2 where workspace_id = $1", [
    workspaceId,
    nanos,
  ]);
  await sqlPool().query("update meters set held_nanos = held_nanos - $2 where id = $1", [keyId, nanos]);
  await sqlPool().query(
    `insert into unaccounted_completions (hold_id, workspace_id, key_id, process_id, amount_nanos)
     values ($1, $2, $3, gen_random_uuid(), $4)`,
    [holdId, workspaceId, keyId, nanos],
  );
}

describe("settling open holds in one round trip", () => {
  it("debits one transfer per workspace, gives back the held amounts, and counts the cost on every meter", async () => {
    const [one, two] = await Promise.all([
      createSpender({ credits: 100n }),
      createSpender({ credits: 100n }),
    ]);
    const budget = uuidv7();
    await sqlPool().query(
      "insert into meters (id, workspace_id, kind, subject_id) values ($1, $2, 'workspace', $2)",
      [budget, one.workspaceId],
    );
    const other = { ...one, keyId: await createSpendingKey(one.workspaceId) };
    const ids = [
      await openHold(one, 10n, { meterIds: [one.keyId, budget], excessNanos: 5n }),
      await openHold(other, 20n, { meterIds: [other.keyId, budget] }),
      await openHold(two, 30n),
      await openHold(two, 40n),
      await openHold(two, 0n),
    ];
    const transferIds = await settleOpen([
      settlement(one, ids[0] ?? "", 7n),
      settlement(one, ids[1] ?? "", 21n),
      settlement(two, ids[2] ?? "", 30n),
      release(two, ids[3] ?? ""),
      settlement(two, ids[4] ?? "", 0n),
    ]);
    expect(await getBalance(one.workspaceId)).toMatchObject({ balanceNanos: 72n, heldNanos: 0n });
    expect(await getBalance(two.workspaceId)).toMatchObject({ balanceNanos: 70n, heldNanos: 0n });
    expect(await heldOf(one.workspaceId)).toEqual({ wallet: 0n, meters: 0n, holds: 0n, excess: 0n });
    const [first] = await transfersOf(one);
    expect(first).toMatchObject({ id: transferIds.get(one.workspaceId), amount_nanos: 28n });
    expect((await transfersOf(two)).map(({ amount_nanos }) => amount_nanos)).toEqual([30n]);
    const { rows } = await sqlPool().query(
      `select id, used_nanos, day_nanos, week_nanos, month_nanos, last_used_at is not null as is_used
       from meters where id = any($1) order by used_nanos`,
      [[one.keyId, other.keyId, budget]],
    );
    const used = (id: string, nanos: bigint) => ({
      id,
      used_nanos: nanos,
      day_nanos: nanos,
      week_nanos: nanos,
      month_nanos: nanos,
      is_used: true,
    });
    expect(rows).toEqual([used(one.keyId, 7n), used(other.keyId, 21n), used(budget, 28n)]);
    expect(await Promise.all(ids.map(stateOf))).toEqual(ids.map(() => undefined));
  });

  it("hashes the transfer like the rest of the ledger", async () => {
    const who = await createSpender({ credits: 100n });
    await settleOpen([settlement(who, await openHold(who), 7n)]);
    const [transfer] = await transfersOf(who);
    expect(transfer?.input_hash).toEqual(
      inputHash({
        workspaceId: who.workspaceId,
        from: "wallet",
        to: "usage_revenue",
        amountNanos: 7n,
        code: "usage",
        idempotencyKey: transfer?.idempotency_key ?? "",
      }),
    );
  });

  it("raises CF001 and writes nothing when one hold is settled, unknown or another workspace's", async () => {
    const [who, other] = await Promise.all([
      createSpender({ credits: 100n }),
      createSpender({ credits: 100n }),
    ]);
    const [open, settled, foreign] = [await openHold(who), await openHold(who), await openHold(other)];
    await settleOpen([settlement(who, settled, 1n)]);
    for (const bad of [settled, uuidv7(), foreign]) {
      await expect(settleOpen([settlement(who, open, 5n), settlement(who, bad, 5n)])).rejects.toMatchObject({
        code: "CF001",
      });
    }
    expect(await getBalance(who.workspaceId)).toMatchObject({ balanceNanos: 99n, heldNanos: 10n });
    expect(await getBalance(other.workspaceId)).toMatchObject({ balanceNanos: 100n, heldNanos: 10n });
    expect(await stateOf(open)).toBe("held");
  });

  it("debits the full cost when it exceeds the hold", async () => {
    const who = await createSpender({ credits: 10n });
    await settleOpen([settlement(who, await openHold(who), 12n)]);
    expect(await getBalance(who.workspaceId)).toMatchObject({ balanceNanos: -2n, heldNanos: 0n });
    expect(await hold(who, 0n)).toMatchObject({ code: "insufficient_credits" });
  });

  it("debits it even when a meter was removed while the request ran", async () => {
    const who = await createSpender({ credits: 100n });
    const budget = uuidv7();
    await sqlPool().query(
      "insert into meters (id, workspace_id, kind, subject_id) values ($1, $2, 'workspace', $2)",
      [budget, who.workspaceId],
    );
    const holdId = await openHold(who, 10n, { meterIds: [who.keyId, budget] });
    await sqlPool().query("delete from meters where id = $1", [budget]);
    await settleOpen([settlement(who, holdId, 3n)]);
    expect(await getBalance(who.workspaceId)).toMatchObject({ balanceNanos: 97n, heldNanos: 0n });
  });
});

describe("settling hold by hold", () => {
  it("settles open and expired holds, and skips those that ended before or belong to another workspace", async () => {
    const [who, other] = await Promise.all([
      createSpender({ credits: 100n }),
      createSpender({ credits: 50n }),
    ]);
    const [open, expired, settled, released, foreign] = [
      await openHold(who),
      await openHold(who),
      await openHold(who),
      await openHold(who),
      await openHold(other),
    ];
    await settleOpen([settlement(who, settled, 4n)]);
    await expire(who, expired, 10n);
    const closed = await settleAll([
      settlement(who, open, 7n),
      settlement(who, expired, 12n),
      settlement(who, settled, 9n),
      settlement(who, foreign, 9n),
      settlement(who, uuidv7(), 9n),
      release(who, released),
    ]);
    const transferId = (await transfersOf(who)).at(-1)?.id ?? "";
    expect(closed).toEqual(
      new Map([
        [open, { transferId }],
        [expired, { transferId }],
        [released, { transferId: null }],
      ]),
    );
    expect(await getBalance(who.workspaceId)).toMatchObject({ balanceNanos: 77n, heldNanos: 0n });
    expect(await heldOf(who.workspaceId)).toMatchObject({ meters: 0n, holds: 0n });
    expect(await getBalance(other.workspaceId)).toMatchObject({ balanceNanos: 50n, heldNanos: 10n });
  });

  it("bills an unaccounted completion once, even when late settlements repeat or run concurrently", async () => {
    const who = await createSpender({ credits: 100n });
    const holdId = await openHold(who);
    await expire(who, holdId, 10n);
    const results = await Promise.all(
      Array.from({ length: 10 }, () => settleAll([settlement(who, holdId, 9n)])),
    );
    expect(results.filter(({ size }) => size === 1)).toHaveLength(1);
    expect(await getBalance(who.workspaceId)).toMatchObject({ balanceNanos: 91n, heldNanos: 0n });
    const { rows } = await sqlPool().query(
      "select amount_nanos, billed_at is not null as is_billed from unaccounted_completions where hold_id = $1",
      [holdId],
    );
    expect(rows).toEqual([{ amount_nanos: 10n, is_billed: true }]);
  });

  it("ends a hold once when it is settled, released and settled again at the same moment", async () => {
    const who = await createSpender({ credits: 1_000n });
    let settled = 0;
    for (let turn = 0; turn < 20; turn += 1) {
      const holdId = await openHold(who);
      const ended = (ids: ReadonlyMap<string, unknown>) => ids.has(holdId);
      const ways = [
        settleAll([settlement(who, holdId, 5n)]).then(ended),
        settleOpen([settlement(who, holdId, 5n)]).then(() => true),
        settleAll([release(who, holdId)]).then(ended),
        settleOpen([release(who, holdId)]).then(() => true),
      ];
      const results = await Promise.all(ways.map((way) => way.catch(() => false)));
      expect(results.filter(Boolean)).toHaveLength(1);
      if (results[0] || results[1]) settled += 1;
    }
    expect(await getBalance(who.workspaceId)).toMatchObject({
      balanceNanos: 1_000n - BigInt(settled) * 5n,
      heldNanos: 0n,
    });
    expect(await transfersOf(who)).toHaveLength(settled);
  });
});

it("windows that have passed start over, and none moves back", async () => {
  const who = await createSpender({ credits: 1_000n });
  await sqlPool().query(
    `update meters set used_nanos = 90, day_nanos = 10, day_start = (now() at time zone 'UTC')::date - 1,
       week_nanos = 20, week_start = date_trunc('week', now() at time zone 'UTC')::date - 7,
       month_nanos = 60, month_start = (date_trunc('month', now() at time zone 'UTC') + interval '1 month')::date
     where id = $1`,
    [who.keyId],
  );
  await settleOpen([settlement(who, await openHold(who), 1n)]);
  const { rows } = await sqlPool().query(
    `select used_nanos, day_nanos, week_nanos, month_nanos, day_start = (now() at time zone 'UTC')::date as is_today,
       month_start > (now() at time zone 'UTC')::date as is_ahead from meters where id = $1`,
    [who.keyId],
  );
  // A month that a faster clock has begun stays begun.
  expect(rows).toEqual([
    { used_nanos: 91n, day_nanos: 1n, week_nanos: 1n, month_nanos: 61n, is_today: true, is_ahead: true },
  ]);
});
