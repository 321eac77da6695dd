import "server-only";
import type { PoolClient } from "pg";
import { uuidv7 } from "uuidv7";
import { sqlPool } from "@/lib/db/client";
import { lowestIdAt } from "./rules/generation-id";
import { type Leaf, parseLeaf, retentionClasses, retentionCutoff } from "./rules/partition-leaves";

const lockKey = 5_324;
const batchSize = 5_000;
const batchesMax = 400;

export type DroppedPartitions = { readonly leaves: readonly string[]; readonly rows: number };

/**
 * Removes request rows that have passed their retention (P6): leaves that are wholly past are detached and dropped,
 * which takes as long for a million rows as for none; in the leaf that time runs through, rows are deleted in bounded
 * batches, so that with an hourly run every row is gone within a day. One process at a time; leaves a receipt for
 * each class that lost rows. `now` is a parameter for tests; without it the database's clock decides.
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
    let rows = 0;
    for (const leaf of await existingLeaves(client, `generations_${retention}`)) {
      if (leaf.end <= cutoff) {
        rows += await dropLeaf(client, leaf);
        dropped.push(leaf.name);
      } else if (leaf.start < cutoff) {
        rows += await deletePast(client, leaf, cutoff);
      }
    }
    if (rows > 0) await leaveReceipt(client, { subject: `generations_${retention}`, cutoff, rows });
    total += rows;
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
async function dropLeaf(client: PoolClient, leaf: ExistingLeaf): Promise<number> {
  const { rows } = await client.query<{ count: bigint }>(`select count(*) as count from ${leaf.name}`);
  if (leaf.state !== "detached") {
    const mode = leaf.state === "detaching" ? "finalize" : "concurrently";
    await client.query(`alter table generations_${leaf.retention} detach partition ${leaf.name} ${mode}`);
  }
  await client.query(`drop table ${leaf.name}`);
  return Number(rows[0]?.count ?? 0n);
}

async function deletePast(client: PoolClient, leaf: Leaf, cutoff: Date): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const { rowCount } = await client.query(
      `delete from ${leaf.name} where ctid = any (array(
         select ctid from ${leaf.name} where id < $1::uuid limit ${batchSize} for update skip locked))`,
      [lowestIdAt(cutoff)],
    );
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < batchSize) break;
  }
  return total;
}

async function leaveReceipt(
  client: PoolClient,
  receipt: { subject: string; cutoff: Date; rows: number },
): Promise<void> {
  await client.query("insert into purge_receipts (id, subject, cutoff, rows) values ($1, $2, $3, $4)", [
    uuidv7(),
    receipt.subject,
    receipt.cutoff,
    receipt.rows,
  ]);
}
