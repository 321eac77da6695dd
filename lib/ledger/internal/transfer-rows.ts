import "server-only";
import type { ClientBase } from "pg";
import type { Nanos } from "@/lib/kernel/money";
import {
  type LedgerAccountKind,
  type TransferCode,
  transferFingerprint,
} from "@/lib/ledger/rules/transfer-input";
import { sha256 } from "./input-hash";

/** A transfer with its two accounts, as stored. */
export type TransferRow = {
  readonly id: string;
  readonly workspaceId: string;
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  readonly debitKind: LedgerAccountKind;
  readonly creditKind: LedgerAccountKind;
  readonly debitWorkspaceId: string | null;
  readonly creditWorkspaceId: string | null;
  readonly amountNanos: Nanos;
  readonly code: TransferCode;
  readonly idempotencyKey: string;
  readonly inputHash: Buffer;
  readonly reason: string | null;
  readonly actorUserId: string | null;
  readonly createdAt: Date;
};

/** Sorts before every id. */
export const lowestId = "00000000-0000-0000-0000-000000000000";

const select = `
  select t.id, t.workspace_id as "workspaceId", t.debit_account_id as "debitAccountId", t.credit_account_id as "creditAccountId",
    d.kind as "debitKind", c.kind as "creditKind", d.workspace_id as "debitWorkspaceId", c.workspace_id as "creditWorkspaceId",
    t.amount_nanos as "amountNanos", t.code, t.idempotency_key as "idempotencyKey", t.input_hash as "inputHash",
    t.reason, t.actor_user_id as "actorUserId", t.created_at as "createdAt"
  from transfers t
  left join ledger_accounts d on d.id = t.debit_account_id
  left join ledger_accounts c on c.id = t.credit_account_id`;

/** Returns the transfers after an id, oldest first, at most `limit`; with `before`, only those before it. */
export async function transfersAfter(
  client: ClientBase,
  { after, before, limit }: { readonly after: string; readonly before?: string; readonly limit: number },
): Promise<readonly TransferRow[]> {
  const { rows } = await client.query<TransferRow>(
    `${select} where t.id > $1::uuid ${before ? "and t.id < $3::uuid" : ""} order by t.id limit $2`,
    before ? [after, limit, before] : [after, limit],
  );
  return rows;
}

/** Returns the existing transfers among these ids, keyed by id. */
export async function transfersById(
  client: ClientBase,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TransferRow>> {
  const { rows } = await client.query<TransferRow>(`${select} where t.id = any($1::uuid[])`, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Whether the row still matches its hash. No column says whether it counted as purchased, so either value is accepted.
 */
export function matchesItsHash(row: TransferRow): boolean {
  return [false, true].some((purchased) =>
    sha256(
      transferFingerprint({
        workspaceId: row.workspaceId,
        from: row.debitKind,
        to: row.creditKind,
        amountNanos: row.amountNanos,
        code: row.code,
        idempotencyKey: row.idempotencyKey,
        reason: row.reason,
        purchased,
      }),
    ).equals(row.inputHash),
  );
}
