import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import type { KeyName } from "@/lib/keys/get-key";
import { keyFields, type KeyRow, ownKeys } from "./key-row";

/**
 * Says that a key changes in this transaction, and locks it, so that what is read now is what the change found. Holds
 * that were asked for under an older version are refused as stale: the change counts from the next request on,
 * whatever is cached. Null when there is no such key of the actor's.
 */
export async function raiseVersion(tx: Tx, actor: Actor, name: KeyName): Promise<KeyRow | null> {
  const [raised] = await tx.apiKey.updateManyAndReturn({
    where: { ...ownKeys(actor), ...name, deletedAt: null },
    data: { version: { increment: 1n } },
    select: keyFields,
  });
  return raised ?? null;
}
