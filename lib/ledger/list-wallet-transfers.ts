import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import type { Nanos } from "@/lib/kernel/money";
import { type Page, pageSizeMax } from "@/lib/kernel/page";

export type WalletTransfer = {
  readonly id: string;
  readonly createdAt: Date;
  readonly code: string;
  /** From the wallet's point of view: positive for credits, negative for debits. */
  readonly amountNanos: Nanos;
  readonly reason: string | null;
};

export type WalletTransferFilter = {
  readonly cursor?: string | null;
  readonly limit?: number;
  /** Omits usage, which has one transfer per flush: for a history of all other changes to the balance. */
  readonly withoutUsage?: boolean;
};

type Row = { id: string; created_at: Date; code: string; amount_nanos: Nanos; reason: string | null };

/** All transfers that touched a workspace's credits, newest first, with no age limit. */
export async function listWalletTransfers(
  actor: Actor,
  filter: WalletTransferFilter = {},
): Promise<Page<WalletTransfer>> {
  const limit = Math.min(filter.limit ?? 50, pageSizeMax);
  const { rows } = await sqlPool().query<Row>(
    `select t.id, t.created_at, t.code, t.reason,
            case when t.credit_account_id = a.id then t.amount_nanos else -t.amount_nanos end as amount_nanos
     from transfers t
     join ledger_accounts a on a.kind = 'wallet' and a.workspace_id = t.workspace_id
     where t.workspace_id = $1 and a.id in (t.debit_account_id, t.credit_account_id)
       and ($2::uuid is null or t.id < $2::uuid)
       ${filter.withoutUsage ? "and t.code <> 'usage'" : ""}
     order by t.id desc
     limit $3`,
    [actor.workspaceId, filter.cursor ?? null, limit + 1],
  );
  const page = rows.slice(0, limit).map(({ created_at, amount_nanos, ...row }) => ({
    ...row,
    createdAt: created_at,
    amountNanos: amount_nanos,
  }));
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
