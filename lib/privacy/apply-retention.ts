import "server-only";
import { uuidv7 } from "uuidv7";
import { db } from "@/lib/db/client";
import { batchSize, deleteInBatches } from "@/lib/db/delete-in-batches";
import { type Retention } from "@/lib/kernel/privacy-settings";

const batchesMax = 2_000;

/** No request runs longer than this from its hold to its settled row. */
const settleTimeMaxMs = 20 * 60_000;

/**
 * Lets a changed retention reach the rows that are already there: rows of the other class move to the chosen one,
 * or are removed when nothing is to be kept. In bounded batches; a run that is cut short goes on in the next. Each
 * workspace that lost rows gets a receipt. Returns how many rows were moved or removed.
 */
export async function applyRetention(): Promise<{ rows: number }> {
  const pending = await db().privacySettings.findMany({
    where: { retentionPending: true },
    select: { workspaceId: true, retention: true, updatedAt: true },
    orderBy: { updatedAt: "asc" },
    take: 100,
  });
  let rows = 0;
  for (const { workspaceId, retention, updatedAt } of pending) {
    const { moved, removed } = await follow(workspaceId, retention);
    rows += moved + removed;
    if (removed > 0) await receipt(workspaceId, removed);
    // A second change while we were busy keeps the mark: only the settings that we followed lose it. So does a recent
    // one, because a request that began before it may still write its row under the old choice.
    if (Date.now() - updatedAt.getTime() < settleTimeMaxMs) continue;
    await db().privacySettings.updateMany({
      where: { workspaceId, retention, updatedAt },
      data: { retentionPending: false },
    });
  }
  return { rows };
}

async function follow(
  workspaceId: string,
  retention: Retention,
): Promise<{ moved: number; removed: number }> {
  if (retention === "none") {
    const removed = await repeated(removeAll, [workspaceId]);
    await db().promptLog.deleteMany({ where: { workspaceId } });
    return { moved: 0, removed };
  }
  const other = retention === "d30" ? "d90" : "d30";
  const removed = retention === "d30" ? await repeated(removePast, [workspaceId, other, "30 days"]) : 0;
  const moved = await repeated(move, [workspaceId, other, retention]);
  return { moved, removed };
}

const removeAll = `
  delete from generations g using (
    select id, retention from generations where workspace_id = $1 order by id limit ${batchSize}
  ) old
  where g.workspace_id = $1 and g.id = old.id and g.retention = old.retention`;

const removePast = `
  delete from generations g using (
    select id from generations
    where workspace_id = $1 and retention = $2::retention_class and created_at < now() - $3::interval
    order by id limit ${batchSize}
  ) old
  where g.workspace_id = $1 and g.retention = $2::retention_class and g.id = old.id`;

/** The partition key changes, so PostgreSQL moves each row to the leaf of its new class. */
const move = `
  update generations g set retention = $3::retention_class from (
    select id from generations where workspace_id = $1 and retention = $2::retention_class order by id limit ${batchSize}
  ) old
  where g.workspace_id = $1 and g.retention = $2::retention_class and g.id = old.id`;

function repeated(statement: string, values: readonly string[]): Promise<number> {
  return deleteInBatches(statement, values, { batchesMax });
}

async function receipt(workspaceId: string, rows: number): Promise<void> {
  await db().purgeReceipt.create({
    data: { id: uuidv7(), workspaceId, subject: "generations", cutoff: new Date(), rows: BigInt(rows) },
  });
}
