import "server-only";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { keyMeter } from "./internal/key-meters";
import { keyFields, ownKeys, toKey } from "./internal/key-row";
import type { KeyKind } from "./rules/key-input";
import type { Key } from "./rules/key-view";

/** Identifies a key by its id or its public hash; with `kind`, a key of another kind is not found. */
export type KeyName = ({ readonly id: string } | { readonly hash: string }) & { readonly kind?: KeyKind };

/** One key that the actor may manage. Other members' keys and deleted ones are not found. */
export async function getKey(actor: Actor, name: KeyName): Promise<Outcome<Key, "not_found">> {
  const row = await db().apiKey.findFirst({
    where: { ...ownKeys(actor), ...name, deletedAt: null },
    select: keyFields,
  });
  return row ? ok(toKey(row, await keyMeter(db(), row), new Date())) : fail("not_found");
}
