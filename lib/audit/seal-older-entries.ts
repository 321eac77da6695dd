import "server-only";
import { transaction, type Tx } from "@/lib/db/client";
import { deleteInBatches } from "@/lib/db/delete-in-batches";
import { sealEntry } from "./internal/seal-entry";
import type { AuditValues } from "./rules/personal-values";

type Unsealed = {
  readonly id: string;
  readonly workspaceId: string;
  readonly before: AuditValues | null;
  readonly after: AuditValues | null;
};

/**
 * Encrypts the names in entries that an earlier version wrote, in batches, each in its own transaction; those of deleted
 * workspaces are removed. Repeated and concurrent runs are harmless. Entries of a workspace whose key cannot be decrypted
 * are left as they are: the run seals all others, then throws, and is repeated until the key is configured again. Returns
 * how many entries were sealed.
 */
export async function sealOlderEntries({ size = 500 }: { readonly size?: number } = {}): Promise<number> {
  const unreadable = new Set<string>();
  const { rows } = await deleteInBatches((most) => sealSome(most, unreadable), { size });
  const [workspaceId] = unreadable;
  if (workspaceId !== undefined)
    throw new Error(
      `the audit keys of ${unreadable.size} workspaces cannot be decrypted, such as of ${workspaceId}`,
    );
  return rows;
}

/** Zero when nothing is left but entries of `unreadable` workspaces, to which it adds those that it finds. */
async function sealSome(size: number, unreadable: Set<string>): Promise<number> {
  for (;;) {
    const known = unreadable.size;
    const sealed = await transaction((tx) => sealBatch(tx, size, unreadable));
    if (sealed > 0 || unreadable.size === known) return sealed;
  }
}

async function sealBatch(tx: Tx, size: number, unreadable: Set<string>): Promise<number> {
  const entries = await tx.$queryRaw<Unsealed[]>`
    select id::text, workspace_id::text as "workspaceId", before, after from audit_events
     where sealed is null and workspace_id <> all (${[...unreadable]}::uuid[]) order by id limit ${size}`;
  const sealed: { id: string; before: AuditValues | null; after: AuditValues | null; sealed: string }[] = [];
  for (const { id, workspaceId, before, after } of entries) {
    const entry = await sealEntry(tx, {
      id,
      workspaceId,
      ...(before && { before }),
      ...(after && { after }),
    });
    if (!entry.isWhole) {
      unreadable.add(workspaceId);
      continue;
    }
    sealed.push({
      id,
      before: entry.before ?? null,
      after: entry.after ?? null,
      sealed: Buffer.from(entry.sealed).toString("base64"),
    });
  }
  await tx.$queryRaw`
    select count(*) filter (where seal_audit_event(id, before, after, decode(sealed, 'base64')))
      from jsonb_to_recordset(${JSON.stringify(sealed)}::jsonb) as s (id uuid, before jsonb, after jsonb, sealed text)`;
  return sealed.length;
}
