import "server-only";
import { setTimeout } from "node:timers/promises";
import type { PoolClient } from "pg";
import { takeNamedSqlLock } from "@/lib/db/advisory-lock";
import { sqlPool, sqlTransaction } from "@/lib/db/client";
import { deleteInBatches } from "@/lib/db/delete-in-batches";
import { isLockTimeout } from "@/lib/db/database-errors";
import { lowestIdAt } from "@/lib/kernel/lowest-id";
import { leaveExpiryReceipts } from "./leave-expiry-receipts";
import { type Partition, parsePartition, retentionClasses, retentionCutoff } from "./rules/partitions";

const dropAttemptsMax = 10;
const dropPauseMs = 300;

export type DroppedPartitions = { readonly partitions: readonly string[]; readonly rows: number };

/**
 * Removes request rows that have passed their retention: partitions that are wholly past are dropped,
 * which takes as long for a million rows as for none; in the partition that time runs through, rows are deleted in bounded
 * batches, so that with an hourly run every row is gone within a day. Each workspace that lost rows gets a receipt, one a
 * day, in the transaction that removes them. Two calls at once take turns. `now` is a parameter for tests, not after the
 * database's own clock, by which it drops partitions; without it that clock decides.
 */
export async function dropExpiredPartitions(now?: Date): Promise<DroppedPartitions> {
  const dropped: string[] = [];
  let total = 0;
  const today = now ?? (await databaseTime());
  for (const retention of retentionClasses) {
    const cutoff = retentionCutoff(retention, today);
    for (const partition of await existingPartitions(`generations_${retention}`)) {
      if (partition.end <= cutoff) {
        const gone = await dropPartition(partition, cutoff);
        if (gone !== null) {
          dropped.push(partition.name);
          total += gone;
        } else total += await deletePast(partition, cutoff);
      } else if (partition.start < cutoff) total += await deletePast(partition, cutoff);
    }
  }
  return { partitions: dropped, rows: total };
}

async function databaseTime(): Promise<Date> {
  const { rows } = await sqlPool().query<{ now: Date }>("select now() as now");
  return rows[0]?.now ?? new Date();
}

/**
 * Runs `work` on a partition in a transaction that has its turn when those of other processes have ended; null when one of them
 * goes on for long, or the partition is gone by now. The lock ends with the transaction: none is left behind on a connection
 * that goes back.
 */
async function alone<Result>(
  partition: Partition,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result | null> {
  try {
    return await sqlTransaction(async (client) => {
      await takeNamedSqlLock(client, "drop expired partitions");
      // Asked of the table itself: to_regclass may answer from a cache that has not heard of the drop yet.
      const { rows } = await client.query(
        "select 1 from pg_class where relnamespace = 'public'::regnamespace and relname = $1",
        [partition.name],
      );
      return rows.length > 0 ? work(client) : null;
    });
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    return null;
  }
}

/** Attached or left behind, detached, by a run of an earlier version that was cut short. */
async function existingPartitions(parent: string): Promise<Partition[]> {
  const { rows } = await sqlPool().query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' and starts_with(relname, $1)
     order by relname`,
    [`${parent}_`],
  );
  return rows.flatMap(({ name }) => parsePartition(name) ?? []);
}

/**
 * A function of the database drops it, since the product's role may drop no tables. That needs a moment without readers of
 * the class; while there is none, the rows go one by one and the empty partition by a later run. Returns how many rows went;
 * null when the partition is still there.
 */
async function dropPartition(partition: Partition, cutoff: Date): Promise<number | null> {
  return alone(partition, async (client) => {
    const { rows } = await client.query<LostRows>(
      `select workspace_id as "workspaceId", count(*)::int as rows from ${partition.name} group by workspace_id`,
    );
    for (let attempt = 1; attempt <= dropAttemptsMax; attempt += 1) {
      await client.query("savepoint before_drop");
      try {
        await leaveReceipts(client, cutoff, rows);
        // Last: from here to the commit nobody reads the class.
        await client.query("select drop_generation_leaf($1)", [partition.name]);
        return sum(rows);
      } catch (error) {
        if (!isLockTimeout(error)) throw error;
        await client.query("rollback to savepoint before_drop");
        await setTimeout(dropPauseMs);
      }
    }
    return null;
  });
}

async function deletePast(partition: Partition, cutoff: Date): Promise<number> {
  const { rows } = await deleteInBatches(async (size) => {
    const gone = await alone(partition, async (client) => {
      const { rows: lost } = await client.query<LostRows>(
        `with gone as (
           delete from ${partition.name} where ctid = any (array(
             select ctid from ${partition.name} where id < $1::uuid limit $2 for update skip locked))
           returning workspace_id
         ) select workspace_id as "workspaceId", count(*)::int as rows from gone group by workspace_id`,
        [lowestIdAt(cutoff), size],
      );
      await leaveReceipts(client, cutoff, lost);
      return sum(lost);
    });
    return gone ?? 0;
  });
  return rows;
}

type LostRows = { readonly workspaceId: string; readonly rows: number };

async function leaveReceipts(client: PoolClient, cutoff: Date, lost: readonly LostRows[]): Promise<void> {
  const byWorkspace = new Map(lost.map(({ workspaceId, rows }) => [workspaceId, rows]));
  await leaveExpiryReceipts(client, { subject: "generations_expired", cutoff, lost: byWorkspace });
}

function sum(lost: readonly LostRows[]): number {
  return lost.reduce((total, { rows }) => total + rows, 0);
}
