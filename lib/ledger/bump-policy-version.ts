import "server-only";
import type { Tx } from "@/lib/db/client";

/**
 * Says that a key or the privacy settings of a workspace change in this transaction. Holds that were asked for under
 * an older version are refused as stale, so that a change counts from the next request on, whatever is cached.
 * Locks the wallet's row until the transaction ends; call it first, since everything else locks wallets first too.
 */
export async function bumpPolicyVersion(tx: Tx, workspaceId: string): Promise<bigint> {
  const wallet = await tx.wallet.update({
    where: { workspaceId },
    data: { policyVersion: { increment: 1n } },
    select: { policyVersion: true },
  });
  return wallet.policyVersion;
}
