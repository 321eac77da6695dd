import "server-only";
import type { PoolClient } from "pg";
import { uuidv7 } from "uuidv7";
import { sqlTransaction, type Tx } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import type { LedgerAccountKind } from "@/lib/ledger/rules/transfer-input";

/**
 * Returns the account of a kind: the workspace's wallet, or the platform's account of that kind. Created on first use.
 */
export async function accountId(tx: Tx, kind: LedgerAccountKind, workspaceId: string): Promise<string> {
  const where = { kind, workspaceId: kind === "wallet" ? workspaceId : null };
  const found = await tx.ledgerAccount.findFirst({ where, select: { id: true } });
  if (found) return found.id;
  // When two callers create it concurrently, the second insert waits for the first and then does nothing.
  await tx.ledgerAccount.createMany({ data: [{ id: uuidv7(), ...where }], skipDuplicates: true });
  return present(await tx.ledgerAccount.findFirst({ where, select: { id: true } }), "ledger account").id;
}

let knownRevenueAccount: string | null = null;

/**
 * The account of paid usage, over plain `pg` for the settle flush. Cached once it was seen committed: it never changes.
 */
export async function revenueAccountId(client: PoolClient): Promise<string> {
  if (knownRevenueAccount) return knownRevenueAccount;
  const select = "select id from ledger_accounts where kind = 'usage_revenue' and workspace_id is null";
  const found = await client.query<{ id: string }>(select);
  knownRevenueAccount = found.rows[0]?.id ?? null;
  if (knownRevenueAccount) return knownRevenueAccount;
  await client.query(
    "insert into ledger_accounts (id, kind) values ($1, 'usage_revenue') on conflict do nothing",
    [uuidv7()],
  );
  return present((await client.query<{ id: string }>(select)).rows[0], "ledger account").id;
}

/**
 * Like `revenueAccountId`, for callers without an open transaction: creates and commits the account when it is missing.
 */
export async function platformRevenueAccountId(): Promise<string> {
  return knownRevenueAccount ?? sqlTransaction(revenueAccountId);
}
