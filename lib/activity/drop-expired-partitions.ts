import "server-only";
import { setTimeout } from "node:timers/promises";
import type { PoolClient } from "pg";
import { sqlPool } from "@/lib/db/client";
import { isLockTimeout } from "@/lib/db/transient-errors";
import { lowestIdAt } from "@/lib/kernel/lowest-id";
import { leaveExpiryReceipts } from "./leave-expiry-receipts";
import { type Leaf, parseLeaf, retentionClasses, retentionCutoff } from "./rules/partition-leaves";

const lockKey = 5_324;
const batchSize = 5_000;
const batchesMax = 400;
const dropAttemptsMax = 10;
const dropPauseMs = 300;

export type DroppedPartitions = { readonly leaves: readonly string[]; readonly rows: number };

/**
 * Removes request rows that have passed their retention: leaves that are wholly past are dropped,
 * which takes as long for a million rows as for none; in the leaf that time runs through, rows are deleted in bounded
 * batches, so that with an hourly run every row is gone within a day. One process at a time; each workspace that
 * lost rows gets a receipt, one a day. `now` is a parameter for tests, not after the database's own clock, by which it
 * drops leaves; without it that clock decides.
 */
export async function dropExpiredPartitions(now?: Date): Promise<DroppedPartitions> {
  const client = await sqlPool().connect();
  try {
    const lock = await client.query<{ locked: boolean }>("select pg_try_advisory_lock($1) as locked", [
      lockKey,
    ]);
    if (!lock.rows[0]?.locked) return { leaves: [], rows: 0 };
    try {
      return await dropAll(client, now ?? (await databaseTime(client)));
    } finally {
      await client.query("select pg_advisory_unlock($1)", [lockKey]);
    }
  } finally {
    client.release();
  }
}

async function databaseTime(client: PoolClient): Promise<Date> {
  const { rows } = await client.query<{ now: Date }>("select now() as now");
  return rows[0]?.now ?? new Date();
}

async function dropAll(client: PoolClient, now: Date): Promise<DroppedPartitions> {
  const dropped: string[] = [];
  let total = 0;
  for (const retention of retentionClasses) {
    const cutoff = retentionCutoff(retention, now);
    for (const leaf of await existingLeaves(client, `generations_${retention}`)) {
      const lost = new Map<string, number>();
      if (leaf.end <= cutoff) {
        const expired = await dropLeaf(client, leaf, cutoff);
        add(lost, expired.lost);
        if (expired.isDropped) dropped.push(leaf.name);
      } else if (leaf.start < cutoff) {
        add(lost, await deletePast(client, leaf, cutoff));
      }
      await leaveExpiryReceipts(client, { subject: "generations_expired", cutoff, lost });
      total += [...lost.values()].reduce((sum, rows) => sum + rows, 0);
    }
  }
  return { leaves: dropped, rows: total };
}

/** Attached or left behind, detached, by a run of an earlier version that was cut short. */
async function existingLeaves(client: PoolClient, parent: string): Promise<Leaf[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' and starts_with(relname, $1)
     order by relname`,
    [`${parent}_`],
  );
  return rows.flatMap(({ name }) => parseLeaf(name) ?? []);
}

/**
 * A function of the database drops it, since the product's role may drop no tables. That needs a moment without readers of
 * the class; while there is none, the rows go one by one and the empty leaf by a later run.
 */
async function dropLeaf(client: PoolClient, leaf: Leaf, cutoff: Date): Promise<Expired> {
  const { rows } = await client.query<LostRows>(
    `select workspace_id as "workspaceId", count(*)::int as rows from ${leaf.name} group by workspace_id`,
  );
  for (let attempt = 1; attempt <= dropAttemptsMax; attempt += 1) {
    try {
      await client.query("select drop_generation_leaf($1)", [leaf.name]);
      return { isDropped: true, lost: rows };
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      await setTimeout(dropPauseMs);
    }
  }
  return { isDropped: false, lost: await deletePast(client, leaf, cutoff) };
}

async function deletePast(client: PoolClient, leaf: Leaf, cutoff: Date): Promise<readonly LostRows[]> {
  const lost: LostRows[] = [];
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const { rows } = await client.query<LostRows>(
      `with gone as (
         delete from ${leaf.name} where ctid = any (array(
           select ctid from ${leaf.name} where id < $1::uuid limit ${batchSize} for update skip locked))
         returning workspace_id
       ) select workspace_id as "workspaceId", count(*)::int as rows from gone group by workspace_id`,
      [lowestIdAt(cutoff)],
    );
    lost.push(...rows);
    if (rows.reduce((sum, { rows: count }) => sum + count, 0) < batchSize) break;
  }
  return lost;
}

type Expired = { readonly isDropped: boolean; readonly lost: readonly LostRows[] };
type LostRows = { readonly workspaceId: string; readonly rows: number };

function add(lost: Map<string, number>, more: readonly LostRows[]): void {
  for (const { workspaceId, rows } of more) lost.set(workspaceId, (lost.get(workspaceId) ?? 0) + rows);
}
