import "server-only";
import type { PoolClient } from "pg";
import { takeNamedSqlLock } from "@/lib/db/advisory-lock";
import { sqlPool, sqlTransaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { type Partition, partitionsBetween } from "./rules/partitions";

/** Partitions are made this far ahead, so that a job that stands still for weeks loses nothing. */
const aheadMs = 28 * msPerDay;

/**
 * Makes the weekly partitions of `generations` that are missing in a span: from yesterday to four weeks ahead, or the
 * span given (seeds, late settles). A function of the database makes them, since the product's role may make no tables.
 * Returns the names made.
 */
export async function ensurePartitions(
  span: { readonly from?: Date; readonly to?: Date } = {},
): Promise<string[]> {
  const now = Date.now();
  const partitions = partitionsBetween(
    span.from ?? new Date(now - msPerDay),
    span.to ?? new Date(now + aheadMs),
  );
  if ((await missing(partitions)).length === 0) return [];
  return sqlTransaction(async (client) => {
    await takeNamedSqlLock(client, "make leaves");
    const wanted = await missing(partitions, client);
    for (const { retention, start } of wanted)
      await client.query("select make_generation_leaf($1, $2::date)", [
        retention,
        start.toISOString().slice(0, 10),
      ]);
    return wanted.map(({ name }) => name);
  });
}

/** Names of the partitions that a span of time needs and that are not there. */
export async function missingLeaves(span: { readonly from: Date; readonly to: Date }): Promise<string[]> {
  return (await missing(partitionsBetween(span.from, span.to))).map(({ name }) => name);
}

async function missing(partitions: readonly Partition[], client?: PoolClient): Promise<Partition[]> {
  const { rows } = await (client ?? sqlPool()).query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relname = any($1::text[])",
    [partitions.map(({ name }) => name)],
  );
  const there = new Set(rows.map(({ name }) => name));
  return partitions.filter(({ name }) => !there.has(name));
}
