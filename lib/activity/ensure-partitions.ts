import "server-only";
import type { PoolClient } from "pg";
import { sqlPool, sqlTransaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { type Leaf, leavesBetween } from "./rules/partition-leaves";

/** Leaves are made this far ahead, so that a job that stands still for weeks loses nothing. */
const aheadMs = 28 * msPerDay;
/** Serialises the making of leaves over all processes; spells "leaf" on a telephone. */
const lockKey = 5_323;

/**
 * Makes the weekly leaves of `generations` that are missing in a span: from yesterday to four weeks ahead, or the
 * span given (seeds, late settles). The new table is made apart and then attached, which lets reads and writes of
 * other leaves go on. Returns the names made.
 */
export async function ensurePartitions(
  span: { readonly from?: Date; readonly to?: Date } = {},
): Promise<string[]> {
  const now = Date.now();
  const leaves = leavesBetween(span.from ?? new Date(now - msPerDay), span.to ?? new Date(now + aheadMs));
  if ((await missing(leaves)).length === 0) return [];
  return sqlTransaction(async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [lockKey]);
    const wanted = await missing(leaves, client);
    for (const leaf of wanted) await attach(client, leaf);
    return wanted.map(({ name }) => name);
  });
}

/** Names of the leaves that a span of time needs and that are not there. */
export async function missingLeaves(span: { readonly from: Date; readonly to: Date }): Promise<string[]> {
  return (await missing(leavesBetween(span.from, span.to))).map(({ name }) => name);
}

async function missing(leaves: readonly Leaf[], client?: PoolClient): Promise<Leaf[]> {
  const { rows } = await (client ?? sqlPool()).query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relname = any($1::text[])",
    [leaves.map(({ name }) => name)],
  );
  const there = new Set(rows.map(({ name }) => name));
  return leaves.filter(({ name }) => !there.has(name));
}

/** Names and bounds are built from dates by `leavesBetween`, never from input, so they may stand in the text. */
async function attach(client: PoolClient, leaf: Leaf): Promise<void> {
  const parent = `generations_${leaf.retention}`;
  await client.query(
    `create table ${leaf.name} (like ${parent} including defaults including constraints including indexes)`,
  );
  await client.query(
    `alter table ${parent} attach partition ${leaf.name} for values from ('${leaf.from}') to ('${leaf.to}')`,
  );
}
