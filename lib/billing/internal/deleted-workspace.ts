import "server-only";
import type { Tx } from "@/lib/db/client";

/**
 * Shares the row's lock with the deletion of a workspace: what is written afterwards is either found by the deletion, or
 * finds it done.
 */
export async function isDeleted(tx: Tx, workspaceId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ deleted: boolean }[]>`
    SELECT deleted_at IS NOT NULL AS deleted FROM workspaces WHERE id = ${workspaceId}::uuid FOR SHARE`;
  return rows[0]?.deleted ?? true;
}
