import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import type { KeyName } from "@/lib/keys/get-key";
import { type KeyRow, ownKeys } from "./key-row";
import { lockKey } from "./raise-version";

/**
 * Locks a key whose secrets change, in the order in which accounts are deleted: people, workspace, key. So a deletion
 * came before, and there is no key, or it waits and ends the new secret too. The people are locked because lines of their
 * security logs are written later. Null when the actor has no such key.
 */
export async function lockForSecrets(tx: Tx, actor: Actor, name: KeyName): Promise<KeyRow | null> {
  const { workspaceId, userId } = actor;
  const seen = await tx.apiKey.findFirst({
    where: { ...ownKeys(actor), ...name, deletedAt: null },
    select: { creatorUserId: true },
  });
  if (!seen) return null;
  const people = seen.creatorUserId === null ? [userId] : [userId, seen.creatorUserId];
  await tx.$queryRaw`SELECT 1 AS locked FROM users WHERE id = ANY(${people}::uuid[]) ORDER BY id FOR SHARE`;
  const workspaces = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS locked FROM workspaces WHERE id = ${workspaceId}::uuid AND deleted_at IS NULL FOR SHARE`;
  return workspaces.length === 0 ? null : lockKey(tx, actor, name);
}
