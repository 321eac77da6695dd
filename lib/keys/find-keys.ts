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

export type FoundKeys = {
  /** One page of the selection. */
  readonly rows: readonly Key[];
  /** Keys of the selection, on all pages. */
  readonly found: number;
  /** Keys of the kind, selected or not. */
  readonly all: number;
  readonly risks: KeyRisks;
};

export const keysPerPage = 25;

/**
 * A page of the keys that an actor may manage, searched, narrowed and sorted. A workspace has at most a thousand keys, so
 * they are read whole, in two queries: their order by spend depends on windows that only the rules know.
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
  const meters = await keyMeters(
    db(),
    actor.workspaceId,
    rows.map(({ id }) => id),
  );
  const keys = rows.map((row) => toKey(row, meters.get(row.id) ?? null, now));
  const found = selectKeys(keys, selection, { now, oldLabels: await oldLabelsOf(actor, rows, selection) });
  const start = (page - 1) * keysPerPage;
  return {
    rows: found.slice(start, start + keysPerPage),
    found: found.length,
    all: keys.length,
    risks: keyRisks(keys, now),
  };
}

/** The labels of old secrets by key, where something is searched for. */
async function oldLabelsOf(
  actor: Actor,
  keys: readonly { readonly id: string }[],
  { search }: KeySelection,
): Promise<ReadonlyMap<string, string>> {
  if (search.trim() === "") return new Map();
  const ids = keys.map(({ id }) => id);
  return new Map([...(await listOldSecrets(actor, ids))].map(([id, { label }]) => [id, label]));
}
