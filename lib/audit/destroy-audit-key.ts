import "server-only";
import type { Tx } from "@/lib/db/client";

/**
 * Makes the names in a workspace's audit log unreadable for good, in the transaction that deletes the workspace. What was
 * done, when, and by which id stays. Repeated calls are harmless. Returns how many keys were destroyed, 0 or 1.
 */
export async function destroyAuditKey(tx: Pick<Tx, "auditKey">, workspaceId: string): Promise<number> {
  const { count } = await tx.auditKey.deleteMany({ where: { workspaceId } });
  return count;
}
