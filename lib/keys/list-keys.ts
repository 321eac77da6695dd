import "server-only";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { type Page, pageSizeMax } from "@/lib/kernel/page";
import { keyMeters } from "./internal/key-meters";
import { keyFields, ownKeys, toKey } from "./internal/key-row";
import type { KeyKind } from "./rules/key-input";
import type { Key } from "./rules/key-view";

export type KeyFilter = {
  readonly kind?: KeyKind;
  /** Both default to true; deleted keys are never listed. */
  readonly includeDisabled?: boolean;
  readonly includeExpired?: boolean;
  readonly cursor?: string | null;
  /** Number of rows to skip, for the public API's offset paging. */
  readonly offset?: number;
  readonly limit?: number;
};

/** The keys that an actor may manage, newest first, with their usage in the current windows. */
export async function listKeys(actor: Actor, filter: KeyFilter = {}): Promise<Page<Key>> {
  const now = new Date();
  const limit = Math.min(filter.limit ?? pageSizeMax, pageSizeMax);
  const rows = await db().apiKey.findMany({
    where: {
      ...ownKeys(actor),
      deletedAt: null,
      ...(filter.kind && { kind: filter.kind }),
      ...(filter.includeDisabled === false && { disabledAt: null }),
      ...(filter.includeExpired === false && { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    ...(filter.cursor ? { cursor: { id: filter.cursor }, skip: 1 } : { skip: filter.offset ?? 0 }),
    take: limit + 1,
    select: keyFields,
  });
  const shown = rows.slice(0, limit);
  const meters = await keyMeters(
    db(),
    actor.workspaceId,
    shown.map(({ id }) => id),
  );
  const page = shown.map((row) => toKey(row, meters.get(row.id) ?? null, now));
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
