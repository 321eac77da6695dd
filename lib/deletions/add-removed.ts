import "server-only";
import type { PoolClient } from "pg";
import type { Subject } from "./rules/subjects";

type Client = Pick<PoolClient, "query">;

/**
 * Adds rows of a table that were removed from a deleted workspace's activity, in the transaction that removes them. A
 * workspace that was deleted by an earlier version, which recorded nothing, has no counts.
 */
export async function addRemoved(
  client: Client,
  { workspaceId, subject, rows }: { workspaceId: string; subject: Subject; rows: number },
): Promise<void> {
  if (rows === 0) return;
  await client.query(
    `insert into deletion_counts (deletion_id, step, subject, rows)
     select id, 'activity', $2, $3 from deletions where workspace_id = $1
     on conflict (deletion_id, step, subject)
       do update set rows = deletion_counts.rows + excluded.rows, emptied_at = null`,
    [workspaceId, subject, rows],
  );
}

/**
 * Records that tables were found empty of a deleted workspace's rows, and, when these were all, that nothing is left. The
 * times stay those of the first pass that found nothing.
 */
export async function markEmptied(
  client: Client,
  { workspaceId, subjects, isAll }: { workspaceId: string; subjects: readonly Subject[]; isAll: boolean },
): Promise<void> {
  await client.query(
    `with emptied as (
       insert into deletion_counts (deletion_id, step, subject, emptied_at)
       select d.id, 'activity', s.subject, now() from deletions d, unnest($2::text[]) as s (subject)
        where d.workspace_id = $1
       on conflict (deletion_id, step, subject) do update set emptied_at = excluded.emptied_at
        where deletion_counts.emptied_at is null
       returning 1
     )
     update deletions set emptied_at = now()
      where workspace_id = $1 and $3 and (emptied_at is null or exists (select from emptied))`,
    [workspaceId, subjects, isAll],
  );
}

/** Records that the payment processor has deleted the customer of a deleted workspace. */
export async function markCustomerDeleted(client: Client, workspaceId: string): Promise<void> {
  await client.query(
    "update deletions set customer_deleted_at = now() where workspace_id = $1 and customer_deleted_at is null",
    [workspaceId],
  );
}
