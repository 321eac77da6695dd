import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import type { KeyName } from "@/lib/keys/get-key";
import { keyFields, type KeyRow, ownKeys } from "./key-row";

/**
 * Increments the version of a key that changes in this transaction, and locks it, so that later reads see the current
 * row. Holds requested under an older version are rejected as stale: the change takes effect with the next request,
 * whatever is cached. Null when the actor has no such key.
 */
export async function raiseVersion(tx: Tx, actor: Actor, name: KeyName): Promise<KeyRow | null> {
  return lockRow(tx, actor, name, 1n);
}

/**
 * Locks a key for a change that may still be refused. Its version has to be raised with the change; a refused one leaves
 * the row as it was. Null when the actor has no such key.
 */
export async function lockKey(tx: Tx, actor: Actor, name: KeyName): Promise<KeyRow | null> {
  return lockRow(tx, actor, name, 0n);
}

async function lockRow(tx: Tx, actor: Actor, name: KeyName, increment: bigint): Promise<KeyRow | null> {
  const [raised] = await tx.apiKey.updateManyAndReturn({
    where: { ...ownKeys(actor), ...name, deletedAt: null },
    data: { version: { increment } },
    select: keyFields,
  });
  return raised ?? null;
}
