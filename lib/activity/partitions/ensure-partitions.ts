import "server-only";
import type { PoolClient } from "pg";
import { takeNamedSqlLock } from "@/lib/db/advisory-lock";
import { sqlPool, sqlTransaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { type Partition, partitionsBetween } from "../rules/partitions";

/** Partitions are created this far ahead, so that nothing is lost when the job does not run for weeks. */
const aheadMs = 28 * msPerDay;

/**
 * Creates the missing weekly partitions of `generations`, from yesterday to four weeks ahead, or in the given span
 * (seeds, late settlements). A database function creates them, since the product's role may not create tables. Returns
 * the names of the created partitions.
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
    // The name stays as it was: instances of an earlier version take the same lock.
    await takeNamedSqlLock(client, "make leaves");
    const wanted = await missing(partitions, client);
    for (const { retention, start } of wanted)
      await client.query("select make_generation_partition($1, $2::date)", [
        retention,
        start.toISOString().slice(0, 10),
      ]);
    return wanted.map(({ name }) => name);
  });
}

/** Names of the partitions that a span of time needs and that do not exist. */
export async function missingPartitions(span: { readonly from: Date; readonly to: Date }): Promise<string[]> {
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
