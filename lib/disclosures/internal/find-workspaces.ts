import "server-only";
import type { Tx } from "@/lib/db/client";
import { normalizeEmail } from "@/lib/kernel/email";

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

type FoundWorkspaces = {
  /** Each once. */
  readonly ids: readonly string[];
  /** Entries that lead to no workspace. */
  readonly unknown: readonly string[];
};

/** The workspaces of these entries: of an address its own workspace, or one by its id. Deleted ones do not count. */
export async function findWorkspaces(tx: Tx, entries: readonly string[]): Promise<FoundWorkspaces> {
  const ids = entries.filter((entry) => uuidShape.test(entry)).map((entry) => entry.toLowerCase());
  const emails = entries.flatMap((entry) => normalizeEmail(entry) ?? []);
  const rows = await tx.$queryRaw<{ id: string; email: string | null }[]>`
    select w.id, u.email from workspaces w left join users u on u.id = w.personal_user_id
     where w.deleted_at is null and (w.id = any(${ids}::uuid[]) or u.email = any(${emails}::text[]))
       for share of w`;
  const known = new Set(rows.flatMap(({ id, email }) => (email ? [id, email] : [id])));
  const isKnown = (entry: string) => known.has(entry.toLowerCase()) || known.has(normalizeEmail(entry) ?? "");
  return { ids: rows.map(({ id }) => id), unknown: entries.filter((entry) => !isKnown(entry)) };
}
