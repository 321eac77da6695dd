import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import type { KeyName } from "@/lib/keys/get-key";
import { type KeyRow, ownKeys } from "./key-row";
import { lockPeople, lockWorkspace } from "./lock-people";
import { lockKey } from "./raise-version";
import { stillManaging } from "./still-managing";

export type LockedForSecrets = {
  readonly found: KeyRow;
  /** The actor with the rights that are left. */
  readonly by: Actor;
};

/**
 * Locks a key whose secrets change, after the people concerned, the workspace and the actor's membership. So a deletion of
 * an account came before, and there is no key, or it waits and ends the new secret too. Null when the actor has no such
 * key, or may not manage it any longer.
 */
export async function lockForSecrets(tx: Tx, actor: Actor, name: KeyName): Promise<LockedForSecrets | null> {
  if (!(await lockConcerned(tx, actor, name))) return null;
  const by = await stillManaging(tx, actor);
  const found = by && (await lockKey(tx, by, name));
  return found && { found, by };
}

/**
 * Locks a key that is deleted, in the same order. Rights are those from when the request began: a deletion gives no access,
 * and a management key without a creator deletes keys as no member.
 */
export async function lockForDeletion(tx: Tx, actor: Actor, name: KeyName): Promise<KeyRow | null> {
  if (!(await lockConcerned(tx, actor, name))) return null;
  return (await lockWorkspace(tx, actor.workspaceId)) ? lockKey(tx, actor, name) : null;
}

/** False when the actor has no such key. */
async function lockConcerned(tx: Tx, actor: Actor, name: KeyName): Promise<boolean> {
  const seen = await tx.apiKey.findFirst({
    where: { ...ownKeys(actor), ...name, deletedAt: null },
    select: { creatorUserId: true },
  });
  if (seen) await lockPeople(tx, [actor.userId, seen.creatorUserId]);
  return seen !== null;
}
