import "server-only";
import { leaveExpiryReceipts } from "@/lib/activity/partitions/leave-expiry-receipts";
import { errorFacts, log } from "@/lib/config/log";
import { db, sqlPool, sqlTransaction } from "@/lib/db/client";
import { type BatchedDeletion, deleteInBatches } from "@/lib/db/delete-in-batches";
import { lowestIdAt } from "@/lib/kernel/lowest-id";
import type { Retention } from "@/lib/kernel/privacy-settings";
import { byWorkspace, deleteContent, rowsIn } from "./internal/delete-content";

/** Most batches of one workspace per turn; the rest is left for the next round, and finally for the next run. */
const batchesPerTurn = 40;
const roundsMax = 50;

/** No request takes longer than this from its hold to its settled row. */
const settleTimeMaxMs = 20 * 60_000;

type Pending = {
  readonly workspaceId: string;
  readonly retention: Retention;
  readonly removedBefore: Date | null;
  readonly updatedAt: Date;
};

/**
 * Applies a changed retention to existing rows: what a shorter one has removed is deleted, also when a longer one was
 * chosen since; rows of the other class move to the chosen one, or are removed when nothing is to be kept. In bounded batches, each with its receipt, and in turns: a large workspace does not make
 * others wait for long, and a failing one does not stop the others. Returns how many rows were moved or removed.
 */
export async function applyRetention(): Promise<{ rows: number }> {
  let pending: readonly Pending[] = await db().privacySettings.findMany({
    where: { retentionPending: true },
    select: { workspaceId: true, retention: true, removedBefore: true, updatedAt: true },
    orderBy: { updatedAt: "asc" },
  });
  let rows = 0;
  for (let round = 0; round < roundsMax && pending.length > 0; round += 1) {
    const unfinished: Pending[] = [];
    for (const settings of pending) {
      const turn = await takeTurn(settings);
      rows += turn.rows;
      if (!turn.isDone) unfinished.push(settings);
    }
    pending = unfinished;
  }
  return { rows };
}

/** A workspace that failed counts as done for this run: the mark stays, and the next run starts with it. */
async function takeTurn(settings: Pending): Promise<BatchedDeletion> {
  try {
    const turn = await applyTurn(settings);
    if (turn.isDone) await unmark(settings);
    return turn;
  } catch (error) {
    const { workspaceId } = settings;
    log().error({ event: "retention_not_applied", workspaceId, ...errorFacts(error) });
    return { rows: 0, isDone: true };
  }
}

/**
 * A second change in the meantime keeps the mark: only the settings that were applied lose it. A recent change keeps it
 * too, because a request that started before it may still write its row under the old choice.
 */
async function unmark({ workspaceId, retention, updatedAt }: Pending): Promise<void> {
  if (Date.now() - updatedAt.getTime() < settleTimeMaxMs) return;
  await db().privacySettings.updateMany({
    where: { workspaceId, retention, updatedAt },
    data: { retentionPending: false },
  });
}

async function applyTurn(settings: Pending): Promise<BatchedDeletion> {
  const removed = await removeMarked(settings);
  // Rows that are to be removed must not be moved.
  return removed.isDone ? both(removed, await applyClass(settings)) : removed;
}

async function removeMarked({ workspaceId, removedBefore }: Pending): Promise<BatchedDeletion> {
  if (!removedBefore) return { rows: 0, isDone: true };
  const values = [workspaceId, lowestIdAt(removedBefore)] as const;
  return both(
    await remove(removeBefore, values, removedBefore),
    await removeContent(workspaceId, removedBefore),
  );
}

async function applyClass({ workspaceId, retention }: Pending): Promise<BatchedDeletion> {
  if (retention === "none") {
    return both(await remove(removeAll, [workspaceId]), await removeContent(workspaceId));
  }
  const other = retention === "d30" ? "d90" : "d30";
  const past =
    retention === "d30"
      ? await remove(removePast, [workspaceId, other, "30 days"])
      : { rows: 0, isDone: true };
  // Rows past the shorter retention are not moved: they would be removed without a receipt of this change.
  if (!past.isDone) return past;
  return both(past, await inTurn((size) => moved([workspaceId, other, retention, size])));
}

function both(first: BatchedDeletion, second: BatchedDeletion): BatchedDeletion {
  return { rows: first.rows + second.rows, isDone: first.isDone && second.isDone };
}

const inTurn = (batch: (size: number) => Promise<number>) =>
  deleteInBatches(batch, { batchesMax: batchesPerTurn });

const removeAll = (limit: string) => `
  delete from generations g using (
    select id, retention from generations where workspace_id = $1 order by id limit ${limit}
  ) old
  where g.workspace_id = $1 and g.id = old.id and g.retention = old.retention`;

const removeBefore = (limit: string) => `
  delete from generations g using (
    select id, retention from generations where workspace_id = $1 and id < $2::uuid order by id limit ${limit}
  ) old
  where g.workspace_id = $1 and g.id = old.id and g.retention = old.retention`;

const removePast = (limit: string) => `
  delete from generations g using (
    select id from generations
    where workspace_id = $1 and retention = $2::retention_class and created_at < now() - $3::interval
    order by id limit ${limit}
  ) old
  where g.workspace_id = $1 and g.retention = $2::retention_class and g.id = old.id`;

/** The partition key changes, so PostgreSQL moves each row to the partition of its new class. */
const move = `
  update generations g set retention = $3::retention_class from (
    select id from generations where workspace_id = $1 and retention = $2::retention_class order by id limit $4
  ) old
  where g.workspace_id = $1 and g.retention = $2::retention_class and g.id = old.id`;

async function moved(values: readonly unknown[]): Promise<number> {
  const { rowCount } = await sqlPool().query(move, [...values]);
  return rowCount ?? 0;
}

function remove(
  statement: (limit: string) => string,
  values: readonly [workspaceId: string, ...others: string[]],
  cutoff = new Date(),
): Promise<BatchedDeletion> {
  return inTurn((size) =>
    sqlTransaction(async (client) => {
      const { rowCount } = await client.query(statement(`$${values.length + 1}`), [...values, size]);
      const lost = new Map((rowCount ?? 0) > 0 ? [[values[0], rowCount ?? 0]] : []);
      await leaveExpiryReceipts(client, { subject: "generations", cutoff, lost });
      return rowCount ?? 0;
    }),
  );
}

/** Stored content is hidden from every reader since the choice was made. */
function removeContent(workspaceId: string, before: Date | null = null): Promise<BatchedDeletion> {
  return inTurn(() =>
    sqlTransaction(async (client) => {
      const condition = `where l.workspace_id = $1 and ($2::timestamptz is null or l.created_at <= $2::timestamptz)
        order by l.generation_id`;
      const deleted = await deleteContent(client, condition, [workspaceId, before]);
      const lost = byWorkspace(deleted);
      await leaveExpiryReceipts(client, {
        subject: "prompt_logs_expired",
        cutoff: before ?? new Date(),
        lost,
      });
      return rowsIn(deleted);
    }),
  );
}
