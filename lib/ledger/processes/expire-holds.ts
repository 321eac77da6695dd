import "server-only";
import type { PoolClient } from "pg";
import { sqlPool, sqlTransaction } from "@/lib/db/client";
import { deleteInBatches } from "@/lib/db/delete-in-batches";
import { isLockTimeout } from "@/lib/db/database-errors";
import { canJudgeSilence } from "./current-process";

const silentSeconds = 30;
const batchMax = 500;
const batchesMax = 100;

/**
 * Ends processes without a heartbeat for half a minute by the database's clock, and expires the holds of all ended
 * processes, which frees their credits. Each such completion was sent, or may have been, so it is recorded as
 * unaccounted with its worst case. If it is settled later, it is still debited. No process is ended while this one was
 * itself cut off from the database or has only just started: then the others may be silent for the same reason. Works
 * in bounded batches; a workspace whose rows are locked is left for the next call. Returns how many processes and holds
 * ended.
 */
export async function expireHolds(
  canJudge: () => Promise<boolean> = canJudgeSilence,
): Promise<{ ended: number; expired: number }> {
  const ended = (await canJudge()) ? await endSilentProcesses() : 0;
  let expired = 0;
  let after: string | null = null;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const ids: string[] = await openHoldsOfEnded(after);
    if (ids.length === 0) break;
    expired += await expireOrLeave(ids);
    after = ids.at(-1) ?? null;
  }
  return { ended, expired };
}

/**
 * Writes off one open hold that cannot be settled: its credits are freed, and it counts as an unaccounted completion.
 * Returns false when it is no longer open, or its rows are locked.
 */
export async function writeOffHold(holdId: string): Promise<boolean> {
  return (await expireOrLeave([holdId])) === 1;
}

/** A locked meter must not keep the wallets of others locked: its hold is found by halving the batch, and skipped. */
async function expireOrLeave(ids: readonly string[]): Promise<number> {
  try {
    return await sqlTransaction((client) => expireBatch(client, ids));
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    if (ids.length === 1) return 0;
    const middle = Math.ceil(ids.length / 2);
    return (await expireOrLeave(ids.slice(0, middle))) + (await expireOrLeave(ids.slice(middle)));
  }
}

async function endSilentProcesses(): Promise<number> {
  const { rowCount } = await sqlPool().query(
    `update processes set ended_at = now()
     where ended_at is null and heartbeat_at < now() - interval '${silentSeconds} seconds'`,
  );
  return rowCount ?? 0;
}

async function openHoldsOfEnded(after: string | null): Promise<string[]> {
  const { rows } = await sqlPool().query<{ id: string }>(
    `select holds.id from holds join processes on processes.id = holds.process_id
     where holds.state = 'held' and processes.ended_at is not null and ($1::uuid is null or holds.id > $1)
     order by holds.id limit $2`,
    [after, batchMax],
  );
  return rows.map(({ id }) => id);
}

async function expireBatch(client: PoolClient, ids: readonly string[]): Promise<number> {
  await client.query("set local lock_timeout = '100ms'");
  const locked = await client.query<{ workspace_id: string }>(
    `select workspace_id from wallets
     where workspace_id in (select workspace_id from holds where id = any($1::uuid[]))
     order by workspace_id for no key update skip locked`,
    [ids],
  );
  const { rowCount } = await client.query(closeStatement, [ids, locked.rows.map((row) => row.workspace_id)]);
  return rowCount ?? 0;
}

const closeStatement = `
  with closed as (
    update holds set state = 'expired', closed_at = now()
    where id = any($1::uuid[]) and workspace_id = any($2::uuid[]) and state = 'held'
    returning id, workspace_id, key_id, process_id, meter_ids, amount_nanos, excess_nanos
  ), given_back as (
    update wallets set held_nanos = held_nanos - sums.held, excess_nanos = wallets.excess_nanos - sums.excess
    from (
      select workspace_id, sum(amount_nanos)::bigint as held, sum(excess_nanos)::bigint as excess
      from closed group by workspace_id
    ) sums
    where wallets.workspace_id = sums.workspace_id
  ), metered as (
    update meters set held_nanos = held_nanos - sums.held
    from (
      select meter_id, sum(amount_nanos)::bigint as held
      from closed cross join lateral unnest(meter_ids) as listed (meter_id) group by meter_id
    ) sums
    where meters.id = sums.meter_id
  )
  insert into unaccounted_completions (hold_id, workspace_id, key_id, process_id, amount_nanos)
  select id, workspace_id, key_id, process_id, amount_nanos + excess_nanos from closed`;

const keptDays = 7;

/**
 * Removes closed holds and ended processes that are older than a week, which is long past any late settlement. Works in
 * bounded batches. Unaccounted completions are kept.
 */
export async function purgeClosedHolds(): Promise<{ holds: number; processes: number }> {
  return {
    holds: await inBatches(
      `delete from holds where id in (
         select id from holds where state <> 'held' and closed_at < now() - interval '${keptDays} days' limit $1)`,
    ),
    processes: await inBatches(
      `delete from processes where id in (
         select id from processes where ended_at < now() - interval '${keptDays} days'
           and not exists (select from holds where holds.process_id = processes.id and holds.state = 'held') limit $1)`,
    ),
  };
}

async function inBatches(statement: string): Promise<number> {
  const { rows } = await deleteInBatches(
    async (size) => (await sqlPool().query(statement, [size])).rowCount ?? 0,
    { batchesMax },
  );
  return rows;
}
