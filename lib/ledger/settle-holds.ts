import "server-only";
import type { PoolClient } from "pg";
import { uuidv7 } from "uuidv7";
import { assert } from "@/lib/kernel/assert";
import type { Nanos } from "@/lib/kernel/money";
import { inputHash } from "./internal/input-hash";
import { revenueAccountId } from "./internal/ledger-accounts";

export type Settlement = {
  readonly holdId: string;
  /** What the request cost, which may be more than was held. Zero for a release. */
  readonly costNanos: Nanos;
  /** True when nothing was sent, so that the hold ends without a use. */
  readonly isReleased: boolean;
};

/** What became of one hold that this batch closed; null when it cost nothing. */
export type SettledHold = { readonly workspaceId: string; readonly transferId: string | null };

/**
 * Closes holds exactly once and debits what they cost: one usage transfer and one wallet update per workspace, in the
 * caller's transaction. A hold that had expired is debited all the same, since the request was answered; one that was
 * settled or released before is left out of the result. Null when `batchId` was committed before: a replay, nothing
 * is left to do.
 */
export async function settleHolds(
  client: PoolClient,
  batchId: string,
  settlements: readonly Settlement[],
): Promise<ReadonlyMap<string, SettledHold> | null> {
  const workspaceIds = await claimAndLock(client, batchId, settlements);
  if (!workspaceIds) return null;
  const transferIds = new Map(workspaceIds.map((workspaceId) => [workspaceId, uuidv7()]));
  const closed = await closeHolds(client, settlements, transferIds);
  await book(client, { batchId, closed, transferIds });
  return new Map(
    closed.map(
      (hold) => [hold.id, { workspaceId: hold.workspace_id, transferId: hold.transfer_id }] as const,
    ),
  );
}

/** Claims the batch and locks the wallets of its holds, in order of id, before anything else is touched. */
const claimStatement = `
  with claim as (
    insert into settle_batches (id) values ($1) on conflict do nothing returning 1
  ), w as materialized (
    select workspace_id from wallets
    where workspace_id in (select h.workspace_id from holds h where h.id = any($2::uuid[]))
    order by workspace_id for update
  )
  select (select count(*) from claim)::int as claimed, (select array_agg(workspace_id::text) from w) as workspace_ids`;

async function claimAndLock(
  client: PoolClient,
  batchId: string,
  settlements: readonly Settlement[],
): Promise<string[] | null> {
  const { rows } = await client.query<{ claimed: number; workspace_ids: string[] | null }>(claimStatement, [
    batchId,
    settlements.map(({ holdId }) => holdId),
  ]);
  return rows[0]?.claimed === 1 ? (rows[0].workspace_ids ?? []) : null;
}

type ClosedHold = {
  id: string;
  workspace_id: string;
  key_id: string;
  /** What still counts as held: nothing for a hold that had expired. */
  held_nanos: Nanos;
  settled_nanos: Nanos;
  transfer_id: string | null;
  state: "settled" | "released";
};

/** The wallets are locked, so nobody else closes these holds between reading `was` and writing. */
const closeStatement = `
  update holds h set state = i.state, settled_nanos = i.nanos, closed_at = now(),
    transfer_id = case when i.nanos > 0 then t.transfer_id end
  from unnest($1::uuid[], $2::text[], $3::bigint[]) as i(id, state, nanos)
  join holds was on was.id = i.id
  join unnest($4::uuid[], $5::uuid[]) as t(workspace_id, transfer_id) on t.workspace_id = was.workspace_id
  where h.id = i.id and h.state in ('held', 'expired')
  returning h.id, h.workspace_id, h.key_id, h.settled_nanos, h.transfer_id, h.state,
    case when was.state = 'held' then h.amount_nanos else 0 end as held_nanos`;

async function closeHolds(
  client: PoolClient,
  settlements: readonly Settlement[],
  transferIds: ReadonlyMap<string, string>,
): Promise<ClosedHold[]> {
  const { rows } = await client.query<ClosedHold>(closeStatement, [
    settlements.map(({ holdId }) => holdId),
    settlements.map(({ isReleased }) => (isReleased ? "released" : "settled")),
    settlements.map(({ costNanos, isReleased }) => (isReleased ? 0n : costNanos)),
    [...transferIds.keys()],
    [...transferIds.values()],
  ]);
  return rows;
}

/** Windows only ever move on: a settle whose transaction began before midnight counts in the newer window. */
const bookStatement = `
  with w as (
    update wallets set held_nanos = wallets.held_nanos - a.held, debited_nanos = wallets.debited_nanos + a.spent
    from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as a(workspace_id, held, spent)
    where wallets.workspace_id = a.workspace_id
    returning 1
  ), today as (
    select (now() at time zone 'UTC')::date as day, date_trunc('week', now() at time zone 'UTC')::date as week,
           date_trunc('month', now() at time zone 'UTC')::date as month
  ), m as (
    update key_meters k set
      held_nanos = k.held_nanos - a.held,
      used_nanos = k.used_nanos + a.spent,
      day_nanos = a.spent + case when k.day_start >= today.day then k.day_nanos else 0 end,
      day_start = greatest(k.day_start, today.day),
      week_nanos = a.spent + case when k.week_start >= today.week then k.week_nanos else 0 end,
      week_start = greatest(k.week_start, today.week),
      month_nanos = a.spent + case when k.month_start >= today.month then k.month_nanos else 0 end,
      month_start = greatest(k.month_start, today.month),
      last_used_at = case when a.uses > 0 then now() else k.last_used_at end
    from unnest($4::uuid[], $5::bigint[], $6::bigint[], $7::int[]) as a(key_id, held, spent, uses), today
    where k.key_id = a.key_id
    returning 1
  ), t as (
    insert into transfers (id, workspace_id, debit_account_id, credit_account_id, amount_nanos, code, idempotency_key, input_hash)
    select u.id, u.workspace_id, wallet.id, $8::uuid, u.amount, 'usage', $9, u.hash
    from unnest($10::uuid[], $11::uuid[], $12::bigint[], $13::bytea[]) as u(id, workspace_id, amount, hash)
    join ledger_accounts wallet on wallet.kind = 'wallet' and wallet.workspace_id = u.workspace_id
    returning 1
  )
  select (select count(*) from w)::int as wallets, (select count(*) from m)::int as keys, (select count(*) from t)::int as transfers`;

type Sum = { held: Nanos; spent: Nanos; uses: number };

async function book(
  client: PoolClient,
  batch: { batchId: string; closed: readonly ClosedHold[]; transferIds: ReadonlyMap<string, string> },
): Promise<void> {
  if (batch.closed.length === 0) return;
  const wallets = sumBy(batch.closed, (hold) => hold.workspace_id);
  const keys = sumBy(batch.closed, (hold) => hold.key_id);
  const spent = [...wallets].filter(([, sum]) => sum.spent > 0n);
  const idempotencyKey = `settle:${batch.batchId}`;
  const { rows } = await client.query<{ wallets: number; keys: number; transfers: number }>(bookStatement, [
    [...wallets.keys()],
    [...wallets.values()].map(({ held }) => held),
    [...wallets.values()].map(({ spent: nanos }) => nanos),
    [...keys.keys()],
    [...keys.values()].map(({ held }) => held),
    [...keys.values()].map(({ spent: nanos }) => nanos),
    [...keys.values()].map(({ uses }) => uses),
    await revenueAccountId(client),
    idempotencyKey,
    spent.map(([workspaceId]) => batch.transferIds.get(workspaceId)),
    spent.map(([workspaceId]) => workspaceId),
    spent.map(([, sum]) => sum.spent),
    spent.map(([workspaceId, sum]) =>
      inputHash({
        workspaceId,
        from: "wallet",
        to: "usage_revenue",
        amountNanos: sum.spent,
        code: "usage",
        idempotencyKey,
      }),
    ),
  ]);
  const written = rows[0];
  assert(
    written?.wallets === wallets.size && written.keys === keys.size && written.transfers === spent.length,
    "a settled batch is booked in full",
  );
}

function sumBy(closed: readonly ClosedHold[], idOf: (hold: ClosedHold) => string): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const hold of closed) {
    const sum = sums.get(idOf(hold)) ?? { held: 0n, spent: 0n, uses: 0 };
    sum.held += hold.held_nanos;
    sum.spent += hold.settled_nanos;
    sum.uses += hold.state === "settled" ? 1 : 0;
    sums.set(idOf(hold), sum);
  }
  return sums;
}
