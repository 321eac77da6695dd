import "server-only";
import type { Tx } from "@/lib/db/client";

/**
 * Locks the people whom a change of a key concerns: who makes it, and the key's creator. They come first, as in deletions of
 * accounts: people, workspace, key. So a deletion came before, or it waits and finds the change. The lines of their
 * security logs, which are written later in the transaction, lock no one anew.
 */
export async function lockPeople(tx: Tx, people: readonly (string | null)[]): Promise<void> {
  const ids = people.filter((id) => id !== null);
  await tx.$queryRaw`SELECT 1 AS locked FROM users WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR SHARE`;
}

/** Locks a workspace against its deletion. False when it was deleted. Lock people first. */
export async function lockWorkspace(tx: Tx, workspaceId: string): Promise<boolean> {
  const workspaces = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS locked FROM workspaces WHERE id = ${workspaceId}::uuid AND deleted_at IS NULL FOR SHARE`;
  return workspaces.length > 0;
}
