import "server-only";
import type { PoolClient } from "pg";
import { foldUsage } from "@/lib/activity/fold-usage";
import { destroyAuditKey } from "@/lib/audit/destroy-audit-key";
import { errorFacts, log } from "@/lib/config/log";
import { db, sqlPool, sqlTransaction } from "@/lib/db/client";
import { deleteInBatches } from "@/lib/db/delete-in-batches";
import { addRemoved, markEmptied } from "@/lib/deletions/add-removed";
import { checkedAfterMs } from "@/lib/deletions/rules/periods";
import type { Subject } from "@/lib/deletions/rules/subjects";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { deleteContent, rowsIn } from "./internal/delete-content";

/**
 * Removes the activity of deleted workspaces: request rows, apps, stored content, alerts, the sums of charts, names and
 * labels of keys, and the key of the names in the audit log. The ledger, purchases and daily sums by model stay, under a
 * workspace id that identifies no one. Each batch and its count for the person who deleted the account are one
 * transaction. Every run handles all workspaces, the longest deleted first. A failing one does not stop the others and is
 * retried, until it was found empty a day after its deletion and is marked. Repeated runs are harmless.
 */
export async function eraseWorkspaces(
  { pageSize = 1_000 }: { readonly pageSize?: number } = {},
  clock: Clock = systemClock,
): Promise<{ rows: number }> {
  let rows = 0;
  let isFolded = false;
  let last: Deleted | null = null;
  for (;;) {
    const page: readonly Deleted[] = await nextDeleted(last, pageSize);
    // Their last usage must reach the sums before the roll-ups that name end users and apps are deleted.
    if (page.length > 0 && !isFolded) await foldUsage();
    isFolded = true;
    for (const workspace of page) {
      rows += await erase(workspace, clock()).catch((error: unknown) => {
        log().error({ event: "workspace_not_erased", workspaceId: workspace.id, ...errorFacts(error) });
        return 0;
      });
    }
    last = page.at(-1) ?? null;
    if (page.length < pageSize) return { rows };
  }
}

/** Erases in the background, right after a deletion. A failed run is logged; the job repeats it. */
export function eraseWorkspacesSoon(): void {
  void eraseWorkspaces().catch((error: unknown) =>
    log().error({ event: "workspace_not_erased", ...errorFacts(error) }),
  );
}

type Deleted = { readonly id: string; readonly deletedAt: Date };

async function nextDeleted(after: Deleted | null, pageSize: number): Promise<readonly Deleted[]> {
  const { rows } = await sqlPool().query<Deleted>(
    `select id, deleted_at as "deletedAt" from workspaces
      where deleted_at is not null and erased_at is null
        and ($1::timestamptz is null or (deleted_at, id) > ($1::timestamptz, $2::uuid))
      order by deleted_at, id limit $3`,
    [after?.deletedAt ?? null, after?.id ?? null, pageSize],
  );
  return rows;
}

async function erase({ id, deletedAt }: Deleted, now: Date): Promise<number> {
  let rows = 0;
  const emptied: Subject[] = [];
  for (const [subject, removeBatch] of removals) {
    const removed = await deleteInBatches((size) =>
      sqlTransaction(async (client) => {
        const count = await removeBatch(client, id, size);
        await addRemoved(client, { workspaceId: id, subject, rows: count });
        return count;
      }),
    );
    rows += removed.rows;
    if (removed.isDone) emptied.push(subject);
  }
  // A change that was running at the deletion may have made a new key.
  rows += await destroyAuditKey(db(), id);
  const isAll = emptied.length === removals.length;
  await markEmptied(sqlPool(), { workspaceId: id, subjects: emptied, isAll });
  if (rows === 0 && now.getTime() - deletedAt.getTime() > checkedAfterMs) {
    await db().workspace.updateMany({ where: { id, erasedAt: null }, data: { erasedAt: now } });
  }
  return rows;
}

/** Removes at most so many rows of a workspace and returns how many it removed. */
type RemoveBatch = (client: PoolClient, workspaceId: string, size: number) => Promise<number>;

const removals: readonly (readonly [Subject, RemoveBatch])[] = [
  [
    "prompt_logs",
    async (client, workspaceId) =>
      rowsIn(
        await deleteContent(client, "where l.workspace_id = $1 order by l.generation_id", [workspaceId]),
      ),
  ],
  [
    "generations",
    statement(`delete from generations g using (
       select id, retention from generations where workspace_id = $1 order by id limit $2
     ) old where g.workspace_id = $1 and g.id = old.id and g.retention = old.retention`),
  ],
  ["lost_contents", rowsOf("lost_contents")],
  ["alerts", rowsOf("alerts")],
  ["alert_settings", rowsOf("alert_settings")],
  ["key_limit_alerts", rowsOf("key_limit_alerts")],
  ["key_rejections", rowsOf("key_rejections")],
  ["apps", rowsOf("apps")],
  ["usage_dimension_days", rowsOf("usage_dimension_days")],
  ["logging_discounts", rowsOf("logging_discounts")],
  ["series_ranks", rowsOf("series_ranks")],
  ["usage_quarter_hours", rowsOf("usage_quarter_hours")],
  ["usage_histograms", rowsOf("usage_histograms")],
  ["reporting_zones", rowsOf("reporting_zones")],
  ["free_request_counts", rowsOf("free_request_counts")],
  // The row stays: entries of the ledger refer to it.
  [
    "api_keys",
    statement(`update api_keys set name = 'Deleted key', label = '', allowed_models = '{}', allowed_providers = '{}',
        ignored_providers = '{}', admin_guardrails = '{}'
      where ctid = any (array(
      select ctid from api_keys where workspace_id = $1
         and (name <> 'Deleted key' or label <> '' or admin_guardrails <> '{}'
              or cardinality(allowed_models || allowed_providers || ignored_providers) > 0) limit $2))`),
  ],
];

function rowsOf(table: string): RemoveBatch {
  return statement(`delete from ${table} where ctid = any (array(
    select ctid from ${table} where workspace_id = $1 limit $2))`);
}

function statement(text: string): RemoveBatch {
  return async (client, workspaceId, size) => (await client.query(text, [workspaceId, size])).rowCount ?? 0;
}
