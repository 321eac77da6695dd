import "server-only";
import type { Tx } from "@/lib/db/client";

/**
 * The number of a transfer other than usage within its workspace, from 1, as in its list of transactions; null when there
 * is none with this key.
 */
export async function transferNumber(
  tx: Tx,
  workspaceId: string,
  idempotencyKey: string,
): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ number: number }[]>`
    select count(*)::int as number
      from transfers p
      join transfers t on t.workspace_id = p.workspace_id and t.code <> 'usage'
       and (t.created_at, t.id) <= (p.created_at, p.id)
      join ledger_accounts a on a.kind = 'wallet' and a.workspace_id = p.workspace_id
       and a.id in (t.debit_account_id, t.credit_account_id)
     where p.workspace_id = ${workspaceId}::uuid and p.idempotency_key = ${idempotencyKey}`;
  return row && row.number > 0 ? row.number : null;
}
