import "server-only";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { keysMax } from "./create-key";
import { keyMeters } from "./internal/key-meters";
import { keyFields, ownKeys, toKey } from "./internal/key-row";
import { listOldSecrets } from "./list-old-secrets";
import type { KeyKind } from "./rules/key-input";
import { keyRisks, type KeyRisks, type KeySelection, selectKeys } from "./rules/key-selection";
import type { Key } from "./rules/key-view";
import type { OldSecret } from "./rules/old-secret";

export type FoundKeys = {
  /** One page of the selection. */
  readonly rows: readonly Key[];
  /** The old secrets of keys of the kind, by key, while they work. */
  readonly oldSecrets: ReadonlyMap<string, OldSecret>;
  /** Keys of the selection, on all pages. */
  readonly found: number;
  /** Keys of the kind, selected or not. */
  readonly all: number;
  readonly risks: KeyRisks;
};

export const keysPerPage = 25;

/**
 * A page of the keys that an actor may manage, searched, narrowed and sorted. A workspace has at most a thousand keys, so
 * they are read whole, in three queries: their order by spend depends on windows that only the rules know.
 */
export async function findKeys(
  actor: Actor,
  { kind, page, ...selection }: KeySelection & { readonly kind: KeyKind; readonly page: number },
): Promise<FoundKeys> {
  const now = new Date();
  const rows = await db().apiKey.findMany({
    where: { ...ownKeys(actor), deletedAt: null, kind },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: keysMax,
    select: keyFields,
  });
  const ids = rows.map(({ id }) => id);
  const [meters, oldSecrets] = await Promise.all([
    keyMeters(db(), actor.workspaceId, ids),
    listOldSecrets(actor, ids),
  ]);
  const keys = rows.map((row) => toKey(row, meters.get(row.id) ?? null, now));
  const found = selectKeys(keys, selection, { now, oldSecrets });
  const start = (page - 1) * keysPerPage;
  return {
    rows: found.slice(start, start + keysPerPage),
    oldSecrets,
    found: found.length,
    all: keys.length,
    risks: keyRisks(keys, now),
  };
}
