import "server-only";
import type { PoolClient } from "pg";
import { uuidv7 } from "uuidv7";
import type { Tx } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import type { LedgerAccountKind } from "@/lib/ledger/rules/transfer-input";

/** The account of a kind: the workspace's wallet, or the platform's one of that kind. Made when it is first needed. */
export async function accountId(tx: Tx, kind: LedgerAccountKind, workspaceId: string): Promise<string> {
  const where = { kind, workspaceId: kind === "wallet" ? workspaceId : null };
  const found = await tx.ledgerAccount.findFirst({ where, select: { id: true } });
  if (found) return found.id;
  // Two that need it at once: the second insert waits for the first and then does nothing.
  await tx.ledgerAccount.createMany({ data: [{ id: uuidv7(), ...where }], skipDuplicates: true });
  return present(await tx.ledgerAccount.findFirst({ where, select: { id: true } }), "ledger account").id;
}

/** The same for a platform account over plain `pg`, for the settle flush. */
export async function platformAccountId(client: PoolClient, kind: LedgerAccountKind): Promise<string> {
  const select = "select id from ledger_accounts where kind = $1::ledger_account_kind and workspace_id is null";
  const found = await client.query<{ id: string }>(select, [kind]);
  if (found.rows[0]) return found.rows[0].id;
  await client.query(
    "insert into ledger_accounts (id, kind) values ($1, $2::ledger_account_kind) on conflict do nothing",
    [uuidv7(), kind],
  );
  return present((await client.query<{ id: string }>(select, [kind])).rows[0], "ledger account").id;
}
