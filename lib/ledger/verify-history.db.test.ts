import { uuidv7 } from "uuidv7";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { closeDb, sqlPool, sqlTransaction } from "@/lib/db/client";
import { lowestIdAt } from "@/lib/kernel/lowest-id";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { msPerDay } from "@/lib/kernel/clock";
import { createSpender, hold } from "@/lib/testing/holds";
import { settleExactly } from "./settlements/settle-holds";
import { grantCredits } from "./grant-credits";
import { sealLedger } from "./seal-ledger";
import { verifyLedger } from "./verify-ledger";

await testDatabase();
afterAll(closeDb);

/** What someone who owns the tables can do: change history with its triggers disabled. */
async function tamper(sql: string, values: readonly unknown[]): Promise<void> {
  await asOwner(async (client) => {
    const triggers = (state: "disable" | "enable") =>
      client.query(
        `alter table transfers ${state} trigger user; alter table ledger_seals ${state} trigger user`,
      );
    await triggers("disable");
    await client.query(sql, [...values]);
    await triggers("enable");
  });
}

async function grant(workspaceId: string, amountNanos: bigint): Promise<string> {
  const idempotencyKey = `g${amountNanos}`;
  // Quotes, a tab and a non-ASCII letter: characters that a hash over text could encode differently.
  const reason = `A "reason"\twith ünusual \\ letters`;
  const granted = await grantCredits({ userId: null }, { workspaceId, amountNanos, reason, idempotencyKey });
  if (!granted.ok) throw new Error(granted.code);
  return granted.value.transferId;
}

async function failures() {
  return (await verifyLedger()).checks.filter(({ ok }) => !ok);
}

const swap = `update transfers t set amount_nanos = o.amount_nanos from transfers o
  where t.id = any($1::uuid[]) and o.id = any($1::uuid[]) and t.id <> o.id`;

it("reports its progress, and is not cut short by a statement timeout of the server", async () => {
  const { workspaceId } = await createWorkspace({ credits: 3n });
  await grant(workspaceId, 5n);
  const day = new Date().toISOString().slice(0, 10);
  const steps: string[] = [];
  await asOwner(async (client) => {
    const { rows } = await client.query<{ name: string }>("select quote_ident(current_database()) as name");
    await client.query(`alter database ${rows[0]?.name} set statement_timeout = '1ms'`);
    expect(await verifyLedger({ onProgress: (step) => steps.push(step) })).toMatchObject({ ok: true });
    await client.query(`alter database ${rows[0]?.name} reset statement_timeout`);
  });
  expect(steps[0]).toBe("accounts add up to zero");
  expect(steps.slice(-2)).toEqual([`hashes of transfers up to ${day}`, "seals"]);
});

it("two credits of one wallet whose amounts were exchanged are both named, although every sum agrees", async () => {
  const { workspaceId } = await createWorkspace({ credits: 3n });
  const ids = [await grant(workspaceId, 5n), await grant(workspaceId, 7n)];
  expect(await failures()).toEqual([]);
  await tamper(swap, [ids]);
  const found = await failures();
  expect(found).toHaveLength(1);
  for (const id of ids) expect(found[0]?.detail).toContain(id);
  await tamper(swap, [ids]);
  expect(await failures()).toEqual([]);
});

it("a transfer that was moved to another account is named", async () => {
  const { workspaceId } = await createWorkspace({ credits: 3n });
  const id = await grant(workspaceId, 11n);
  const toPromotions = `update transfers set debit_account_id =
    (select id from ledger_accounts where kind = $2::ledger_account_kind and workspace_id is null) where id = $1`;
  await sqlPool().query(
    "insert into ledger_accounts (id, kind) values (gen_random_uuid(), 'corrections') on conflict do nothing",
  );
  const { rows } = await sqlPool().query<{ kind: string }>(
    "select kind from ledger_accounts a join transfers t on t.debit_account_id = a.id where t.id = $1",
    [id],
  );
  await tamper(toPromotions, [id, "corrections"]);
  expect((await failures()).map(({ detail }) => detail)).toEqual([`1 broken: ${id}`]);
  await tamper(toPromotions, [id, rows[0]?.kind]);
  expect(await failures()).toEqual([]);
});

describe("seals", () => {
  /** A time at which everything that this file has written counts as old. */
  const later = () => new Date(Date.now() + 3_600_000);

  async function newest() {
    const { rows } = await sqlPool().query<{ number: bigint; ids: string[] }>(
      "select number, transfer_ids as ids from ledger_seals order by number desc limit 1",
    );
    return rows[0];
  }

  beforeEach(async () => void (await sealLedger({ now: later() })));

  it("skip transfers younger than ten minutes, and seal everything else once", async () => {
    const { workspaceId } = await createWorkspace({ credits: 3n });
    const before = await newest();
    expect((await sealLedger()).sealed).toBe(0);
    expect((await sealLedger({ now: later() })).sealed).toBe(1);
    expect((await sealLedger({ now: later() })).sealed).toBe(0);
    const { rows } = await sqlPool().query("select id from transfers where workspace_id = $1", [workspaceId]);
    expect(await newest()).toEqual({ number: (before?.number ?? 0n) + 1n, ids: rows.map(({ id }) => id) });
    expect(await failures()).toEqual([]);
  });

  it("name transfers that were exchanged together with their hashes", async () => {
    const { workspaceId } = await createWorkspace({ credits: 3n });
    const ids = [await grant(workspaceId, 21n), await grant(workspaceId, 22n)];
    await sealLedger({ now: later() });
    const swapAll = swap.replace("set amount", "set input_hash = o.input_hash, amount");
    await tamper(swapAll, [ids]);
    const found = await failures();
    expect(found.map(({ name }) => name)).toEqual(["sealed transfers are complete and unchanged"]);
    for (const id of ids) expect(found[0]?.detail).toContain(id);
    await tamper(swapAll, [ids]);
    expect(await failures()).toEqual([]);
  });

  it("name a removed transfer, even when the wallet was lowered with it", async () => {
    const { workspaceId } = await createWorkspace({ credits: 3n });
    const removed = await grant(workspaceId, 31n);
    await grant(workspaceId, 32n);
    await sealLedger({ now: later() });
    const { rows } = await sqlPool().query("select to_jsonb(t)::text as row from transfers t where id = $1", [
      removed,
    ]);
    const lower = "update wallets set credited_nanos = credited_nanos + $2 where workspace_id = $1";
    await tamper("delete from transfers where id = $1", [removed]);
    await sqlPool().query(lower, [workspaceId, -31n]);
    expect((await failures()).map(({ detail }) => detail)).toEqual([`1 removed: ${removed}`]);
    await tamper("insert into transfers select * from jsonb_populate_record(null::transfers, $1::jsonb)", [
      rows[0]?.row,
    ]);
    await sqlPool().query(lower, [workspaceId, 31n]);
    expect(await failures()).toEqual([]);
  });

  it("name a transfer that was inserted into a period sealed long ago", async () => {
    const { workspaceId } = await createWorkspace({ credits: 3n });
    await sealLedger({ now: later() });
    const id = await grant(workspaceId, 41n);
    // An id of ten days ago, as someone would choose to make it look old.
    const old = lowestIdAt(new Date(Date.now() - 10 * msPerDay));
    await tamper("update transfers set id = $2 where id = $1", [id, old]);
    await sealLedger({ now: later() });
    expect((await failures()).map(({ detail }) => detail)).toEqual([
      `1 put in after their time was sealed: ${old}`,
    ]);
    await sealLedger({ now: later(), lateSince: new Date(Date.now() - 11 * msPerDay) });
    expect(await failures()).toEqual([]);
  });

  it("are reported when they are changed or cut out", async () => {
    const { workspaceId } = await createWorkspace({ credits: 3n });
    await sealLedger({ now: later() });
    await grant(workspaceId, 51n);
    await sealLedger({ now: later() });
    const number = (await newest())?.number ?? 0n;
    await tamper("update ledger_seals set sealed_at = sealed_at - interval '1 day' where number = $1", [
      number,
    ]);
    expect((await failures())[0]?.detail).toBe(`1 seals that are forged or follow a gap: ${number}`);
    await tamper("update ledger_seals set sealed_at = sealed_at + interval '1 day' where number = $1", [
      number,
    ]);
    expect(await failures()).toEqual([]);
    const { rows } = await sqlPool().query(
      "select to_jsonb(s)::text as row from ledger_seals s where number = $1",
      [number - 1n],
    );
    await tamper("delete from ledger_seals where number = $1", [number - 1n]);
    expect((await failures())[0]?.detail).toContain(`1 seals that are forged or follow a gap: ${number}`);
    await tamper(
      "insert into ledger_seals select * from jsonb_populate_record(null::ledger_seals, $1::jsonb)",
      [rows[0]?.row],
    );
    expect(await failures()).toEqual([]);
  });

  it("stay valid alongside spending, grants and other sealers, even while transfers are being written", async () => {
    const spenders = await Promise.all(
      Array.from({ length: 4 }, () => createSpender({ credits: 1_000_000n })),
    );
    const spend = async (spender: (typeof spenders)[number]) => {
      for (let round = 0; round < 20; round += 1) {
        const holdId = uuidv7();
        expect(await hold(spender, 10n, { holdId })).toMatchObject({ ok: true });
        const settlement = { workspaceId: spender.workspaceId, holdId, costNanos: 7n, isReleased: false };
        await sqlTransaction((client) => settleExactly(client, [settlement]));
        if (round % 5 === 0) await grant(spender.workspaceId, BigInt(100 + round));
      }
    };
    // Settled without the rows of its requests, which other checks then report as missing.
    const isAboutHistory = ({ name }: { name: string }) => !name.startsWith("daily totals");
    let isSpending = true;
    const seal = async () => {
      while (isSpending) {
        await sealLedger({ now: later() });
        expect((await failures()).filter(isAboutHistory)).toEqual([]);
      }
    };
    const sealing = Promise.all([seal(), seal()]);
    await Promise.all(spenders.map(spend)).finally(() => (isSpending = false));
    await sealing;
    await sealLedger({ now: later() });
    expect((await failures()).filter(isAboutHistory)).toEqual([]);
    const { rows } = await sqlPool().query(
      "select id from transfers except select unnest(transfer_ids) from ledger_seals",
    );
    expect(rows).toEqual([]);
    const counted = await sqlPool().query<{ sealed: bigint; distinct: bigint }>(
      "select count(*) as sealed, count(distinct id) as distinct from ledger_seals, unnest(transfer_ids) as id",
    );
    expect(counted.rows[0]?.sealed).toBe(counted.rows[0]?.distinct);
  });
});
