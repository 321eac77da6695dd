import { afterAll, expect, it } from "vitest";
import { closeDb, sqlPool, sqlTransaction } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { grantCredits } from "./grant-credits";
import { verifyLedger } from "./verify-ledger";

await testDatabase();
afterAll(closeDb);

/** What somebody can do who owns the tables: change history with its triggers disabled. */
async function tamper(sql: string, values: readonly unknown[]): Promise<void> {
  await sqlTransaction(async (client) => {
    await client.query("alter table transfers disable trigger user");
    await client.query(sql, [...values]);
    await client.query("alter table transfers enable trigger user");
  });
}

async function grant(workspaceId: string, amountNanos: bigint): Promise<string> {
  const idempotencyKey = `g${amountNanos}`;
  // Quotes, a tab and a letter beyond ASCII: what a hash over text could be made of differently.
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

it("a transfer that was given another account is named", async () => {
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
