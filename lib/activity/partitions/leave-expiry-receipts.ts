import "server-only";
import type { PoolClient } from "pg";
import { uuidv7 } from "uuidv7";

/** Rows removed because they expired or because the retention changed, by workspace. */
export type ExpiredRows = {
  readonly subject: "generations" | "generations_expired" | "prompt_logs_expired";
  /** Rows older than this were removed. */
  readonly cutoff: Date;
  readonly lost: ReadonlyMap<string, number>;
};

/**
 * Records for each workspace how many rows it lost; admins read this on the privacy page. There is one receipt a day,
 * to which later runs of the same day are added. Called in the transaction that removes the rows, so that no row is
 * removed without a receipt.
 */
export async function leaveExpiryReceipts(
  client: Pick<PoolClient, "query">,
  { subject, cutoff, lost }: ExpiredRows,
): Promise<void> {
  if (lost.size === 0) return;
  await client.query(
    `with lost as (
       select * from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as lost (id, workspace_id, rows)
     ), added as (
       update purge_receipts r set rows = r.rows + lost.rows, cutoff = greatest(r.cutoff, $5), created_at = now()
         from lost
        where r.workspace_id = lost.workspace_id and r.subject = $4 and r.created_at >= date_trunc('day', now(), 'UTC')
       returning r.workspace_id
     )
     insert into purge_receipts (id, workspace_id, subject, cutoff, rows)
     select id, workspace_id, $4, $5, rows from lost where workspace_id not in (select workspace_id from added)`,
    [[...lost.keys()].map(() => uuidv7()), [...lost.keys()], [...lost.values()], subject, cutoff],
  );
}
