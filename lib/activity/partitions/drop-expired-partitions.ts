import "server-only";
import { setTimeout } from "node:timers/promises";
import type { PoolClient } from "pg";
import { takeNamedSqlLock } from "@/lib/db/advisory-lock";
import { sqlPool, sqlTransaction } from "@/lib/db/client";
import { deleteInBatches } from "@/lib/db/delete-in-batches";
import { isLockTimeout } from "@/lib/db/database-errors";
import { lowestIdAt } from "@/lib/kernel/lowest-id";
import { leaveExpiryReceipts } from "./leave-expiry-receipts";
import { type Partition, parsePartition, retentionClasses, retentionCutoff } from "../rules/partitions";

const dropAttemptsMax = 10;
const dropPauseMs = 300;

export type DroppedPartitions = { readonly partitions: readonly string[]; readonly rows: number };

/**
 * Removes request rows past their retention. Partitions that lie wholly in the past are dropped, which takes as long
 * for a million rows as for none. In the partition that contains the cutoff, rows are deleted in bounded batches, so
 * that with an hourly run every row is removed within a day. Each workspace that lost rows gets one receipt a day, in
 * the transaction that removes them. Concurrent calls take turns. `now` is a parameter for tests; by default the
 * database's clock decides. It must not be later than that clock, by which partitions are dropped.
 */
export async function dropExpiredPartitions(now?: Date): Promise<DroppedPartitions> {
  const dropped: string[] = [];
  let total = 0;
  const today = now ?? (await databaseTime());
  for (const retention of retentionClasses) {
    const cutoff = retentionCutoff(retention, today);
    for (const partition of await existingPartitions(`generations_${retention}`)) {
      if (partition.end <= cutoff) {
        const removed = await dropPartition(partition, cutoff);
        if (removed !== null) {
          dropped.push(partition.name);
          total += removed;
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
 * Runs `work` on a partition in a transaction, after those of other processes have ended. Returns null when one of them
 * takes long, or the partition no longer exists. The lock ends with the transaction, so that none is left on a
 * connection returned to the pool.
 */
async function inTurn<Result>(
  partition: Partition,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result | null> {
  try {
    return await sqlTransaction(async (client) => {
      await takeNamedSqlLock(client, "drop expired partitions");
      // Reads the catalog table itself: to_regclass may answer from a cache that does not know of the drop yet.
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

/** Partitions that are attached, or that an interrupted run of an earlier version left detached. */
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
 * Drops the partition through a database function, since the product's role may not drop tables. That needs a moment
 * without readers of the retention class. If there is none, the rows are deleted in batches and a later run drops the
 * empty partition. Returns how many rows were removed; null when the partition still exists.
 */
async function dropPartition(partition: Partition, cutoff: Date): Promise<number | null> {
  return inTurn(partition, async (client) => {
    const { rows } = await client.query<LostRows>(
      `select workspace_id as "workspaceId", count(*)::int as rows from ${partition.name} group by workspace_id`,
    );
    for (let attempt = 1; attempt <= dropAttemptsMax; attempt += 1) {
      await client.query("savepoint before_drop");
      try {
        await leaveReceipts(client, cutoff, rows);
        // Comes last: from here to the commit nothing else can read the retention class.
        await client.query("select drop_generation_partition($1)", [partition.name]);
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

/**
 * Deletes in the order in which rows are stored. Each batch continues behind the last one, or it would read again what
 * that one has deleted, and a day of many rows would take a time that grows with its square.
 */
async function deletePast(partition: Partition, cutoff: Date): Promise<number> {
  let behind = "(0,0)";
  const { rows } = await deleteInBatches(async (size) => {
    const removed = await inTurn(partition, async (client) => {
      const { rows: lost } = await client.query<LostRows & { readonly last: string }>(
        `with picked as (
           select ctid from ${partition.name} where ctid > $3::tid and id < $1::uuid limit $2 for update skip locked
         ), gone as (
           delete from ${partition.name} where ctid = any (array(select ctid from picked)) returning workspace_id
         ) select workspace_id as "workspaceId", count(*)::int as rows, (select max(ctid)::text from picked) as last
             from gone group by workspace_id`,
        [lowestIdAt(cutoff), size, behind],
      );
      await leaveReceipts(client, cutoff, lost);
      return { count: sum(lost), last: lost[0]?.last ?? behind };
    });
    // Moves on only when the batch is committed.
    behind = removed?.last ?? behind;
    return removed?.count ?? 0;
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
