import "server-only";
import { foldUsage } from "@/lib/activity/fold-usage";
import { db, sqlPool } from "@/lib/db/client";

const batchSize = 5_000;
const batchesMax = 400;

/**
 * Removes what a deleted workspace leaves of its activity: request rows, apps, stored content, and the roll-ups that
 * name end users or apps; names of keys go too (P10). The ledger, purchases and the sums by model stay, under a
 * workspace id that leads to nobody (C11). Repeating it is harmless; it looks back 30 days.
 */
export async function eraseWorkspaces(): Promise<{ rows: number }> {
  const gone = await db().workspace.findMany({
    where: { deletedAt: { gt: new Date(Date.now() - 30 * 86_400_000) } },
    select: { id: true },
    take: 1_000,
  });
  // What they used last belongs into the sums before those that name end users and apps go.
  if (gone.length > 0) await foldUsage();
  let rows = 0;
  for (const { id } of gone) {
    for (const statement of erasures) rows += await inBatches(statement, id);
    await db().apiKey.updateMany({
      where: { workspaceId: id, name: { not: "Deleted key" } },
      data: { name: "Deleted key" },
    });
  }
  return { rows };
}

const erasures = [
  `delete from generations g using (
     select id, retention from generations where workspace_id = $1 order by id limit ${batchSize}
   ) old where g.workspace_id = $1 and g.id = old.id and g.retention = old.retention`,
  bounded("prompt_logs", "true"),
  bounded("lost_contents", "true"),
  bounded("apps", "true"),
  bounded("usage_dimension_days", "true"),
  bounded("usage_quarters", "dimension in ('app', 'end_user')"),
] as const;

function bounded(table: string, condition: string): string {
  return `delete from ${table} where ctid = any (array(
    select ctid from ${table} where workspace_id = $1 and ${condition} limit ${batchSize}))`;
}

async function inBatches(statement: string, workspaceId: string): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const { rowCount } = await sqlPool().query(statement, [workspaceId]);
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < batchSize) break;
  }
  return total;
}
