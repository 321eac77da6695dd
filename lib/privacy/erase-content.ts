import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { sqlPool, sqlTransaction } from "@/lib/db/client";
import { deleteInBatches } from "@/lib/db/delete-in-batches";
import { deleteContent, rowsIn } from "./internal/delete-content";
import { deletedContentSubject } from "./store-prompt-logs";

type Deletion = { readonly id: string; readonly workspaceId: string; readonly createdAt: Date };

/**
 * Deletes the rows of content that was deleted as a whole; its receipt has already hidden it from every reader. In
 * bounded batches, which the receipt counts, for every workspace in each run. A failing workspace does not stop the
 * others and is retried. The receipt records when the last row was deleted. Repeated and concurrent runs are harmless.
 */
export async function eraseContent(): Promise<{ rows: number }> {
  let rows = 0;
  let last: Deletion | null = null;
  for (;;) {
    const deletion: Deletion | null = await nextDeletion(last);
    if (!deletion) return { rows };
    last = deletion;
    rows += await erase(deletion).catch((error: unknown) => {
      const { workspaceId } = deletion;
      log().error({ event: "content_not_erased", workspaceId, ...errorFacts(error) });
      return 0;
    });
  }
}

async function nextDeletion(after: Deletion | null): Promise<Deletion | null> {
  const { rows } = await sqlPool().query<Deletion>(
    `select id, workspace_id as "workspaceId", created_at as "createdAt" from purge_receipts
      where subject = '${deletedContentSubject}' and gone_at is null and workspace_id is not null
        and ($1::timestamptz is null or (created_at, id) > ($1::timestamptz, $2::uuid))
      order by created_at, id limit 1`,
    [after?.createdAt ?? null, after?.id ?? null],
  );
  return rows[0] ?? null;
}

async function erase({ id, workspaceId, createdAt }: Deletion): Promise<number> {
  const cutoff = [workspaceId, createdAt];
  const content = await deleteInBatches(() =>
    sqlTransaction(async (client) => {
      const condition = "where l.workspace_id = $1 and l.created_at <= $2 order by l.generation_id";
      const rows = rowsIn(await deleteContent(client, condition, cutoff));
      if (rows > 0)
        await client.query("update purge_receipts set rows = rows + $2 where id = $1", [id, rows]);
      return rows;
    }),
  );
  await deleteInBatches(async (size) => {
    const { rowCount } = await sqlPool().query(
      `delete from lost_contents where ctid = any (array(
         select ctid from lost_contents where workspace_id = $1 and created_at <= $2 limit $3))`,
      [...cutoff, size],
    );
    return rowCount ?? 0;
  });
  // A concurrent run may be deleting the same rows, which exist until it commits, so the table is asked, not the count.
  await sqlPool().query(
    `update purge_receipts set gone_at = clock_timestamp() where id = $1
       and not exists (select from prompt_logs where workspace_id = $2 and created_at <= $3)`,
    [id, ...cutoff],
  );
  return content.rows;
}
