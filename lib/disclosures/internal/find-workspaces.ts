import "server-only";
import type { Tx } from "@/lib/db/client";
import { normalizeEmail } from "@/lib/kernel/email";

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

type FoundWorkspaces = {
  /** Ids of those that exist, each once. */
  readonly ids: readonly string[];
  /** Ids of deleted ones, each once. */
  readonly deletedIds: readonly string[];
  /** Entries that lead to no workspace. */
  readonly unknown: readonly string[];
};

/**
 * The workspaces of these entries: of an address its own workspace, or one by its id. A deleted one is found only by its id,
 * because the address of its owner is erased.
 */
export async function findWorkspaces(tx: Tx, entries: readonly string[]): Promise<FoundWorkspaces> {
  const ids = entries.filter((entry) => uuidShape.test(entry)).map((entry) => entry.toLowerCase());
  const emails = entries.flatMap((entry) => normalizeEmail(entry) ?? []);
  const rows = await tx.$queryRaw<{ id: string; email: string | null; isDeleted: boolean }[]>`
    select w.id, u.email, w.deleted_at is not null as "isDeleted" from workspaces w left join users u on u.id = w.personal_user_id
     where w.id = any(${ids}::uuid[]) or (w.deleted_at is null and u.email = any(${emails}::text[]))
       for share of w`;
  const known = new Set(rows.flatMap(({ id, email }) => (email ? [id, email] : [id])));
  const isKnown = (entry: string) => known.has(entry.toLowerCase()) || known.has(normalizeEmail(entry) ?? "");
  const idsOf = (isDeleted: boolean) => rows.filter((row) => row.isDeleted === isDeleted).map(({ id }) => id);
  return { ids: idsOf(false), deletedIds: idsOf(true), unknown: entries.filter((entry) => !isKnown(entry)) };
}
