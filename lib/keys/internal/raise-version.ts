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
  const [raised] = await tx.apiKey.updateManyAndReturn({
    where: { ...ownKeys(actor), ...name, deletedAt: null },
    data: { version: { increment: 1n } },
    select: keyFields,
  });
  return raised ?? null;
}
