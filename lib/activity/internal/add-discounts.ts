import "server-only";
import type { PoolClient } from "pg";
import type { Nanos } from "@/lib/kernel/money";

type Saved = { readonly workspaceId: string; readonly savedNanos: Nanos; readonly since: Date };

const statement = `
  insert into logging_discounts (workspace_id, saved_nanos, since)
  select workspace_id, sum(saved)::bigint, min(since)
    from unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) as added (workspace_id, saved, since)
   group by workspace_id order by workspace_id
  on conflict (workspace_id) do update
    set saved_nanos = logging_discounts.saved_nanos + excluded.saved_nanos,
        since = least(logging_discounts.since, excluded.since)`;

/** Adds what requests saved by the logging discount to the sums of their workspaces, in the caller's transaction. */
export async function addDiscounts(client: PoolClient, rows: readonly Saved[]): Promise<void> {
  const saved = rows.filter(({ savedNanos }) => savedNanos > 0n);
  if (saved.length === 0) return;
  await client.query(statement, [
    saved.map(({ workspaceId }) => workspaceId),
    saved.map(({ savedNanos }) => savedNanos.toString()),
    saved.map(({ since }) => since.toISOString()),
  ]);
}
