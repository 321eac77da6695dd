import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { walletPostings } from "@/lib/ledger/rules/wallet-transfers";

/**
 * The number of the transfer that credited a purchase, as in the statement; null when it was not credited, or belongs to
 * another workspace.
 */
export async function findTransactionNumber(actor: Actor, purchaseId: string): Promise<number | null> {
  const { rows } = await sqlPool().query<{ number: number }>(
    `select (select count(*)::int ${walletPostings} and (t.created_at, t.id) <= (p.created_at, p.id)) as number
       from transfers p where p.workspace_id = $1 and p.idempotency_key = 'purchase:' || $2::text`,
    [actor.workspaceId, purchaseId],
  );
  return rows[0]?.number ?? null;
}
