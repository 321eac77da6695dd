import "server-only";
import { foldUsage } from "@/lib/activity/fold-usage";
import { errorFacts, log } from "@/lib/config/log";
import { db, sqlPool } from "@/lib/db/client";
import { deleteInBatches } from "@/lib/db/delete-in-batches";
import { msPerDay } from "@/lib/kernel/clock";
import { deleteContent, rowsIn } from "./internal/delete-content";

/** Requests that were running when their workspace was deleted have settled by then, with room to spare. */
const settledAfterMs = msPerDay;

/**
 * Removes the activity of deleted workspaces: request rows, apps, stored content, the roll-ups that name end users or
 * apps, and the names of keys. The ledger, purchases and sums by model stay, under a workspace id that identifies no
 * one. Every run handles all of them, the longest deleted first. A failing one does not stop the others and is retried,
 * until it was found empty a day after its deletion and is marked. Repeated runs are harmless.
 */
export async function eraseWorkspaces({ pageSize = 1_000 }: { readonly pageSize?: number } = {}): Promise<{
  rows: number;
}> {
  let rows = 0;
  let isFolded = false;
  let last: Deleted | null = null;
  for (;;) {
    const page: readonly Deleted[] = await nextDeleted(last, pageSize);
    // Their last usage must reach the sums before the roll-ups that name end users and apps are deleted.
    if (page.length > 0 && !isFolded) await foldUsage();
    isFolded = true;
    for (const workspace of page) {
      rows += await erase(workspace).catch((error: unknown) => {
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

async function erase({ id, deletedAt }: Deleted): Promise<number> {
  let rows = 0;
  const content = "where l.workspace_id = $1 order by l.generation_id";
  const erased = await deleteInBatches(async () => rowsIn(await deleteContent(sqlPool(), content, [id])));
  rows += erased.rows;
  for (const statement of erasures) rows += await inBatches(statement, id);
  const named = await db().apiKey.updateMany({
    where: { workspaceId: id, name: { not: "Deleted key" } },
    data: { name: "Deleted key" },
  });
  if (rows === 0 && named.count === 0 && Date.now() - deletedAt.getTime() > settledAfterMs) {
    await db().workspace.updateMany({ where: { id, erasedAt: null }, data: { erasedAt: new Date() } });
  }
  return rows;
}

const erasures = [
  `delete from generations g using (
     select id, retention from generations where workspace_id = $1 order by id limit $2
   ) old where g.workspace_id = $1 and g.id = old.id and g.retention = old.retention`,
  bounded("lost_contents", "true"),
  bounded("apps", "true"),
  bounded("usage_dimension_days", "true"),
  bounded("series_ranks", "true"),
  bounded("usage_quarter_hours", "dimension in ('app', 'end_user')"),
] as const;

function bounded(table: string, condition: string): string {
  return `delete from ${table} where ctid = any (array(
    select ctid from ${table} where workspace_id = $1 and ${condition} limit $2))`;
}

async function inBatches(statement: string, workspaceId: string): Promise<number> {
  const { rows } = await deleteInBatches(
    async (size) => (await sqlPool().query(statement, [workspaceId, size])).rowCount ?? 0,
  );
  return rows;
}
