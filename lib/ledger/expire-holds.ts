import "server-only";
import type { PoolClient } from "pg";
import { sqlPool, sqlTransaction } from "@/lib/db/client";

const batchMax = 500;
const batchesMax = 100;

/**
 * Gives back what dead requests hold (O1): open holds past their expiry, by the database's clock, in bounded batches.
 * Wallets are locked first, as everywhere; those that are busy are left for the next run. A request that settles its
 * expired hold later is debited all the same. Returns how many holds ended.
 */
export async function expireHolds(): Promise<{ expired: number }> {
  let expired = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const ended = await sqlTransaction(expireBatch);
    expired += ended;
    if (ended === 0) break;
  }
  return { expired };
}

async function expireBatch(client: PoolClient): Promise<number> {
  const candidates = await client.query<{ id: string }>(
    `select h.id from holds h
     where h.state = 'held' and h.expires_at < now() order by h.expires_at limit $1`,
    [batchMax],
  );
  if (candidates.rows.length === 0) return 0;
  const ids = candidates.rows.map(({ id }) => id);
  const locked = await client.query<{ workspace_id: string }>(
    `select workspace_id from wallets
     where workspace_id in (select workspace_id from holds where id = any($1::uuid[]))
     order by workspace_id for update skip locked`,
    [ids],
  );
  const { rowCount } = await client.query(closeStatement, [ids, locked.rows.map((row) => row.workspace_id)]);
  return rowCount ?? 0;
}

const closeStatement = `
  with closed as (
    update holds set state = 'expired', closed_at = now()
    where id = any($1::uuid[]) and workspace_id = any($2::uuid[]) and state = 'held' and expires_at < now()
    returning workspace_id, key_id, amount_nanos
  ), w as (
    update wallets set held_nanos = held_nanos - s.nanos
    from (select workspace_id, sum(amount_nanos)::bigint as nanos from closed group by 1) s
    where wallets.workspace_id = s.workspace_id
  ), m as (
    update key_meters set held_nanos = held_nanos - s.nanos
    from (select key_id, sum(amount_nanos)::bigint as nanos from closed group by 1) s
    where key_meters.key_id = s.key_id
  )
  select 1 from closed`;

const closedHoldDays = 7;

/** Removes closed holds and claimed batches that are older than a week: long past any replay. In bounded batches. */
export async function purgeClosedHolds(): Promise<{ holds: number; batches: number }> {
  return {
    holds: await inBatches(
      `delete from holds where id in (
         select id from holds where state <> 'held' and closed_at < now() - interval '${closedHoldDays} days' limit 5000)`,
    ),
    batches: await inBatches(
      `delete from settle_batches where ctid = any (array(
         select ctid from settle_batches where created_at < now() - interval '${closedHoldDays} days' limit 5000))`,
    ),
  };
}

async function inBatches(statement: string): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const { rowCount } = await sqlPool().query(statement);
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < 5_000) break;
  }
  return total;
}
