import "server-only";
import type { PoolClient } from "pg";

/** A content may have 10 MB, which PostgreSQL stores as thousands of rows: one statement deletes a few dozen MB. */
const batchBytesMax = 32_000_000;
const batchRowsMax = 1_000;

export type DeletedContent = { readonly workspaceId: string; readonly rows: number };

/**
 * Deletes the first contents that `condition` selects, from a table `l` (prompt_logs) and joins, at most as many as one
 * statement can take. One content is always deleted, however large. Returns how many each workspace lost.
 */
export async function deleteContent(
  client: Pick<PoolClient, "query">,
  condition: string,
  values: readonly unknown[],
): Promise<readonly DeletedContent[]> {
  const { rows } = await client.query<DeletedContent>(
    `with due as (
       select l.workspace_id, l.generation_id, octet_length(l.ciphertext) as bytes
       from prompt_logs l ${condition} limit ${batchRowsMax}
     ), batch as (
       select workspace_id, generation_id, sum(bytes) over (order by workspace_id, generation_id) - bytes as before from due
     ), gone as (
       delete from prompt_logs p using batch
       where p.workspace_id = batch.workspace_id and p.generation_id = batch.generation_id and before < ${batchBytesMax}
       returning p.workspace_id
     ) select workspace_id as "workspaceId", count(*)::int as rows from gone group by workspace_id`,
    [...values],
  );
  return rows;
}

export function rowsIn(deleted: readonly DeletedContent[]): number {
  return deleted.reduce((sum, { rows }) => sum + rows, 0);
}

/** The counts as `leaveExpiryReceipts` takes them. */
export function byWorkspace(deleted: readonly DeletedContent[]): ReadonlyMap<string, number> {
  return new Map(deleted.map(({ workspaceId, rows }) => [workspaceId, rows]));
}
