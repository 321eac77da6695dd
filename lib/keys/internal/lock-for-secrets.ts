import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import type { KeyName } from "@/lib/keys/get-key";
import { type KeyRow, ownKeys } from "./key-row";
import { lockPeople, lockWorkspace } from "./lock-people";
import { lockKey } from "./raise-version";

/**
 * Locks a key whose secrets change, after the people concerned and the workspace. So a deletion of an account came before,
 * and there is no key, or it waits and ends the new secret too. Null when the actor has no such key.
 */
export async function lockForSecrets(tx: Tx, actor: Actor, name: KeyName): Promise<KeyRow | null> {
  const seen = await tx.apiKey.findFirst({
    where: { ...ownKeys(actor), ...name, deletedAt: null },
    select: { creatorUserId: true },
  });
  if (!seen) return null;
  await lockPeople(tx, [actor.userId, seen.creatorUserId]);
  return (await lockWorkspace(tx, actor.workspaceId)) ? lockKey(tx, actor, name) : null;
}
