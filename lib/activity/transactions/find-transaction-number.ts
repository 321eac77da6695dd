import "server-only";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { transferNumber } from "@/lib/ledger/transfer-number";

/**
 * The number of the transfer that credited a purchase, as in the statement; null when it was not credited, or belongs to
 * another workspace.
 */
export function findTransactionNumber(actor: Actor, purchaseId: string): Promise<number | null> {
  return transferNumber(db(), actor.workspaceId, `purchase:${purchaseId}`);
}
