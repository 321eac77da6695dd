import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Posting } from "../rules/credit-lots";

/** The transfers of a workspace's wallet but usage, in order of time. */
export async function readPostings(tx: Tx, workspaceId: string): Promise<readonly Posting[]> {
  return tx.$queryRaw<Posting[]>`
    select t.id as "transferId", t.code, t.idempotency_key as "idempotencyKey", t.created_at as "createdAt",
           case when t.credit_account_id = a.id then t.amount_nanos else -t.amount_nanos end as "amountNanos"
    from transfers t join ledger_accounts a on a.kind = 'wallet' and a.workspace_id = t.workspace_id
    where t.workspace_id = ${workspaceId}::uuid and t.code <> 'usage'
      and a.id in (t.credit_account_id, t.debit_account_id)
    order by t.created_at, t.id`;
}
