import "server-only";
import type { PoolClient } from "pg";
import { sqlPool } from "@/lib/db/client";
import { leaveExpiryReceipts } from "./leave-expiry-receipts";
import { lowestIdAt } from "./rules/generation-id";
import { type Leaf, parseLeaf, retentionClasses, retentionCutoff } from "./rules/partition-leaves";

const lockKey = 5_324;
const batchSize = 5_000;
const batchesMax = 400;

export type DroppedPartitions = { readonly leaves: readonly string[]; readonly rows: number };

/**
 * Removes request rows that have passed their retention (P6): leaves that are wholly past are detached and dropped,
 * which takes as long for a million rows as for none; in the leaf that time runs through, rows are deleted in bounded
 * batches, so that with an hourly run every row is gone within a day. One process at a time; each workspace that
 * lost rows gets a receipt, one a day. `now` is a parameter for tests; without it the database's clock decides.
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
        add(lost, await dropLeaf(client, leaf));
        dropped.push(leaf.name);
      } else if (leaf.start < cutoff) {
        add(lost, await deletePast(client, leaf, cutoff));
      }
      await leaveExpiryReceipts(client, { subject: "generations_expired", cutoff, lost });
      total += [...lost.values()].reduce((sum, rows) => sum + rows, 0);
    }
  }
  return { leaves: dropped, rows: total };
}

/** `detaching` and `detached` are what a run that was cut short leaves behind. */
type ExistingLeaf = Leaf & { readonly state: "attached" | "detaching" | "detached" };

async function existingLeaves(client: PoolClient, parent: string): Promise<ExistingLeaf[]> {
  const { rows } = await client.query<{ name: string; state: ExistingLeaf["state"] }>(
    `select c.relname as name,
            case when i.inhrelid is null then 'detached' when i.inhdetachpending then 'detaching' else 'attached' end as state
     from pg_class c left join pg_inherits i on i.inhrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and starts_with(c.relname, $1)
     order by c.relname`,
    [`${parent}_`],
  );
  return rows.flatMap(({ name, state }) => {
    const leaf = parseLeaf(name);
    return leaf ? [{ ...leaf, state }] : [];
  });
}

/** Detached first without blocking readers of other leaves; an earlier run that was cut short is finished. */
async function dropLeaf(client: PoolClient, leaf: ExistingLeaf): Promise<readonly LostRows[]> {
  const { rows } = await client.query<LostRows>(
    `select workspace_id as "workspaceId", count(*)::int as rows from ${leaf.name} group by workspace_id`,
  );
  if (leaf.state !== "detached") {
    const mode = leaf.state === "detaching" ? "finalize" : "concurrently";
    await client.query(`alter table generations_${leaf.retention} detach partition ${leaf.name} ${mode}`);
  }
  await client.query(`drop table ${leaf.name}`);
  return rows;
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

type LostRows = { readonly workspaceId: string; readonly rows: number };

function add(lost: Map<string, number>, more: readonly LostRows[]): void {
  for (const { workspaceId, rows } of more) lost.set(workspaceId, (lost.get(workspaceId) ?? 0) + rows);
}
