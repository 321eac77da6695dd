import "server-only";
import { uuidv7 } from "uuidv7";
import type { PreparedStatement } from "@/lib/db/run-prepared";
import type { Nanos } from "@/lib/kernel/money";
import { inputHash } from "./internal/input-hash";
import { platformRevenueAccountId } from "./internal/ledger-accounts";
import type { Settlement } from "./settle-holds";

/** A settlement that says whose hold it ends; null for a release, which does not know. */
export type OwnedSettlement = Settlement & { readonly workspaceId: string | null };

export type SettleAtOnce = {
  readonly statement: PreparedStatement;
  /** The usage transfer of each workspace that is debited something. */
  readonly transferIds: ReadonlyMap<string, string>;
};

/**
 * What `settleHolds` does, as one statement for the usual case that every hold is open: claim, lock, close, debit. The
 * holds' own rows say what is given back. When one hold is not open, or not this workspace's, it divides by zero
 * (`isConditionFailure`) and has done nothing; `settleHolds` under the same batch id then finds out hold by hold.
 */
export async function settleAtOnce(
  batchId: string,
  settlements: readonly OwnedSettlement[],
): Promise<SettleAtOnce> {
  const spent = new Map<string, Nanos>();
  for (const { workspaceId, costNanos, isReleased } of settlements) {
    if (workspaceId === null || isReleased || costNanos === 0n) continue;
    spent.set(workspaceId, (spent.get(workspaceId) ?? 0n) + costNanos);
  }
  const transferIds = new Map([...spent.keys()].map((workspaceId) => [workspaceId, uuidv7()]));
  const idempotencyKey = `settle:${batchId}`;
  const owners = new Set(settlements.flatMap(({ workspaceId }) => workspaceId ?? []));
  const values = [
    batchId,
    [...owners],
    settlements.flatMap(({ holdId, workspaceId }) => (workspaceId === null ? [holdId] : [])),
    settlements.map(({ holdId }) => holdId),
    settlements.map(({ workspaceId }) => workspaceId),
    settlements.map(({ isReleased }) => (isReleased ? "released" : "settled")),
    settlements.map(({ costNanos, isReleased }) => (isReleased ? 0n : costNanos)),
    settlements.map(({ workspaceId, costNanos, isReleased }) =>
      workspaceId === null || isReleased || costNanos === 0n ? null : (transferIds.get(workspaceId) ?? null),
    ),
    await platformRevenueAccountId(),
    idempotencyKey,
    [...spent.keys()].map((workspaceId) => transferIds.get(workspaceId)),
    [...spent.keys()],
    [...spent.values()],
    [...spent].map(([workspaceId, amountNanos]) =>
      inputHash({
        workspaceId,
        from: "wallet",
        to: "usage_revenue",
        amountNanos,
        code: "usage",
        idempotencyKey,
      }),
    ),
  ];
  return { statement: { name: "settle_holds", text, values }, transferIds };
}

/** Windows only ever move on: a settle whose transaction began before midnight counts in the newer window. */
const text = `
  with claim as (
    insert into settle_batches (id) values ($1) on conflict do nothing
  ), w as materialized (
    select workspace_id from wallets
    where workspace_id in (select unnest($2::uuid[]) union all select h.workspace_id from holds h where h.id = any($3::uuid[]))
    order by workspace_id for update
  ), c as (
    update holds h set state = i.state, settled_nanos = i.nanos, closed_at = now(), transfer_id = i.transfer_id
    from unnest($4::uuid[], $5::uuid[], $6::text[], $7::bigint[], $8::uuid[]) as i(id, workspace_id, state, nanos, transfer_id)
    where h.id = i.id and h.state = 'held' and (i.workspace_id is null or h.workspace_id = i.workspace_id)
      and (select count(*) from w) > 0
    returning h.workspace_id, h.key_id, h.amount_nanos, i.nanos, i.state
  ), booked as (
    update wallets set held_nanos = wallets.held_nanos - a.held, debited_nanos = wallets.debited_nanos + a.spent
    from (select workspace_id, sum(amount_nanos)::bigint as held, sum(nanos)::bigint as spent from c group by 1) a
    where wallets.workspace_id = a.workspace_id
  ), today as materialized (
    select (now() at time zone 'UTC')::date as day, date_trunc('week', now() at time zone 'UTC')::date as week,
           date_trunc('month', now() at time zone 'UTC')::date as month
  ), metered as (
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
    from (select key_id, sum(amount_nanos)::bigint as held, sum(nanos)::bigint as spent,
                 count(*) filter (where state = 'settled') as uses from c group by 1) a, today
    where k.key_id = a.key_id
    returning 1
  ), t as (
    insert into transfers (id, workspace_id, debit_account_id, credit_account_id, amount_nanos, code, idempotency_key, input_hash)
    select u.id, u.workspace_id, wallet.id, $9::uuid, u.amount, 'usage', $10, u.hash
    from unnest($11::uuid[], $12::uuid[], $13::bigint[], $14::bytea[]) as u(id, workspace_id, amount, hash)
    join ledger_accounts wallet on wallet.kind = 'wallet' and wallet.workspace_id = u.workspace_id
    returning 1
  )
  select 1 / case when (select count(*) from c) = cardinality($4::uuid[])
    and (select count(*) from metered) = (select count(distinct key_id) from c)
    and (select count(*) from t) = cardinality($11::uuid[]) then 1 else 0 end as done`;
