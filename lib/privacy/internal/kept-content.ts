import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { deletedContentSubject } from "../store-prompt-logs";

/**
 * The time after which stored content counts as kept; null when none does. Every reader and counter of content asks
 * here, so that content that was deleted, removed with its requests or is past its retention disappears for all at once,
 * while its rows are deleted in batches.
 */
export async function contentKeptAfter(
  workspaceId: string,
  tx: Pick<Tx, "$queryRaw"> = db(),
): Promise<Date | null> {
  const rows = await tx.$queryRaw<{ after: Date | null }[]>`
    select case when w.deleted_at is null and s.retention is distinct from 'none' then greatest(
             now() - make_interval(days => case s.retention when 'd90' then 90 else 30 end),
             s.removed_before,
             (select max(r.created_at) from purge_receipts r
               where r.workspace_id = w.id and r.subject = ${deletedContentSubject})
           ) end as after
      from workspaces w left join privacy_settings s on s.workspace_id = w.id
     where w.id = ${workspaceId}::uuid`;
  return rows[0]?.after ?? null;
}
