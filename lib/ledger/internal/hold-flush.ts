import "server-only";
import type { PoolClient } from "pg";
import { sqlTransaction } from "@/lib/db/client";
import { isTransient } from "@/lib/db/transient-errors";
import type { Nanos } from "@/lib/kernel/money";
import type { LimitReset } from "@/lib/keys/rules/spend-limit";
import {
  admitHolds,
  type HoldBooks,
  type HoldDecision,
  type HoldRequest,
  type KeyBook,
  type WalletBook,
} from "@/lib/ledger/rules/admit-holds";
import type { DatedHoldRequest } from "./hold-at-once";

const attemptsMax = 3;

/** The books were not as they had been read under lock: only a midnight between two statements can do that. */
class BooksMoved extends Error {}

/** A request that is decided on its own merits. `isRepeated`: an attempt broke off, and may have been committed. */
export type ContestedHold = { readonly request: DatedHoldRequest; readonly isRepeated: boolean };

/**
 * Lock, decide, write, in one transaction: for requests that did not all fit at once. When the connection breaks the
 * outcome of the commit is unknown; the next attempt first waits for the locks of the broken one and then looks
 * whether its holds are there, so nothing is held twice.
 */
export async function decideHolds(contested: readonly ContestedHold[]): Promise<HoldDecision[]> {
  const requests = contested.map(({ request }) => request);
  for (let attempt = 1; ; attempt += 1) {
    const repeated = contested.flatMap(({ request, isRepeated }) =>
      isRepeated || attempt > 1 ? [request] : [],
    );
    try {
      return await sqlTransaction((client) => takeHolds(client, requests, repeated));
    } catch (error) {
      if (attempt === attemptsMax || !(isTransient(error) || error instanceof BooksMoved)) throw error;
    }
  }
}

async function takeHolds(
  client: PoolClient,
  requests: readonly DatedHoldRequest[],
  repeated: readonly HoldRequest[],
): Promise<HoldDecision[]> {
  const books = await lockBooks(client, requests);
  const taken = repeated.length > 0 ? await takenBefore(client, repeated) : null;
  const open = taken ? requests.filter(({ holdId }) => !taken.has(holdId)) : requests;
  const decisions = admitHolds(open, books);
  await writeHolds(client, open, decisions);
  if (!taken || taken.size === 0) return decisions;
  const byId = new Map(open.map(({ holdId }, index) => [holdId, decisions[index]]));
  return requests.map(({ holdId }) => {
    const decision = byId.get(holdId);
    return decision ?? { granted: true, grantedNanos: taken.get(holdId) ?? 0n };
  });
}

/**
 * Wallets first, then meters, each in order of id: every path that takes money locks in this order, so none waits in
 * a circle. Keys are read without a lock: whoever changes one raises the wallet's policy version, which is locked.
 */
const lockStatement = `
  with w as materialized (
    select workspace_id, credited_nanos, debited_nanos, held_nanos, policy_version
    from wallets where workspace_id = any($1::uuid[]) order by workspace_id for update
  ), m as materialized (
    select * from key_meters
    where key_id = any($2::uuid[]) and (select count(*) from w) >= 0 order by key_id for update
  )
  select w.*, now() as now, m.key_id, m.held_nanos as key_held_nanos, m.used_nanos, m.day_start, m.day_nanos,
         m.week_start, m.week_nanos, m.month_start, m.month_nanos, k.limit_nanos, k.limit_reset,
         k.disabled_at is null and k.deleted_at is null and (k.expires_at is null or k.expires_at > now()) as is_usable
  from m join w on w.workspace_id = m.workspace_id join api_keys k on k.id = m.key_id`;

type BookRow = {
  now: Date;
  workspace_id: string;
  credited_nanos: Nanos;
  debited_nanos: Nanos;
  held_nanos: Nanos;
  policy_version: bigint;
  key_id: string;
  key_held_nanos: Nanos;
  used_nanos: Nanos;
  day_start: string;
  day_nanos: Nanos;
  week_start: string;
  week_nanos: Nanos;
  month_start: string;
  month_nanos: Nanos;
  limit_nanos: Nanos | null;
  limit_reset: LimitReset | null;
  is_usable: boolean;
};

async function lockBooks(client: PoolClient, requests: readonly HoldRequest[]): Promise<HoldBooks> {
  const workspaceIds = [...new Set(requests.map(({ workspaceId }) => workspaceId))];
  const keyIds = [...new Set(requests.map(({ keyId }) => keyId))];
  const { rows } = await client.query<BookRow>(lockStatement, [workspaceIds, keyIds]);
  const wallets = new Map<string, WalletBook>();
  const keys = new Map<string, KeyBook>();
  for (const row of rows) {
    wallets.set(row.workspace_id, {
      creditedNanos: row.credited_nanos,
      debitedNanos: row.debited_nanos,
      heldNanos: row.held_nanos,
      policyVersion: row.policy_version,
    });
    keys.set(row.key_id, {
      workspaceId: row.workspace_id,
      limitNanos: row.limit_nanos,
      limitReset: row.limit_reset,
      isUsable: row.is_usable,
      heldNanos: row.key_held_nanos,
      meter: {
        usedNanos: row.used_nanos,
        dayStart: row.day_start,
        dayNanos: row.day_nanos,
        weekStart: row.week_start,
        weekNanos: row.week_nanos,
        monthStart: row.month_start,
        monthNanos: row.month_nanos,
      },
    });
  }
  return { wallets, keys, now: rows[0]?.now ?? new Date() };
}

async function takenBefore(
  client: PoolClient,
  requests: readonly HoldRequest[],
): Promise<Map<string, Nanos>> {
  const { rows } = await client.query<{ id: string; amount_nanos: Nanos }>(
    "select id, amount_nanos from holds where id = any($1::uuid[])",
    [requests.map(({ holdId }) => holdId)],
  );
  return new Map(rows.map((row) => [row.id, row.amount_nanos]));
}

/**
 * The decision again as SQL: the statement raises both totals and writes the holds only where balance, policy version,
 * key state and key limit still allow it. A window that the meter has not reached counts as unused.
 */
const holdStatement = `
  with w as (
    update wallets set held_nanos = wallets.held_nanos + a.nanos
    from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as a(workspace_id, nanos, policy_version)
    where wallets.workspace_id = a.workspace_id and wallets.policy_version = a.policy_version
      and credited_nanos - debited_nanos >= case when a.nanos = 0 then 0 else wallets.held_nanos + a.nanos end
    returning 1
  ), m as (
    update key_meters set held_nanos = key_meters.held_nanos + a.nanos
    from unnest($4::uuid[], $5::bigint[]) as a(key_id, nanos) join api_keys k on k.id = a.key_id
    where key_meters.key_id = a.key_id and k.deleted_at is null and k.disabled_at is null
      and (k.expires_at is null or k.expires_at > now())
      and (a.nanos = 0 or k.limit_nanos is null or k.limit_nanos >= key_meters.held_nanos + a.nanos +
        case k.limit_reset
          when 'daily' then case when day_start >= (now() at time zone 'UTC')::date then day_nanos else 0 end
          when 'weekly' then case when week_start >= date_trunc('week', now() at time zone 'UTC')::date then week_nanos else 0 end
          when 'monthly' then case when month_start >= date_trunc('month', now() at time zone 'UTC')::date then month_nanos else 0 end
          else used_nanos
        end)
    returning 1
  ), h as (
    insert into holds (id, workspace_id, key_id, amount_nanos, expires_at)
    select * from unnest($6::uuid[], $7::uuid[], $8::uuid[], $9::bigint[], $10::timestamptz[])
    returning 1
  )
  select (select count(*) from w)::int as wallets, (select count(*) from m)::int as keys, (select count(*) from h)::int as holds`;

async function writeHolds(
  client: PoolClient,
  requests: readonly DatedHoldRequest[],
  decisions: readonly HoldDecision[],
): Promise<void> {
  const wallets = new Map<string, { nanos: Nanos; policyVersion: bigint }>();
  const keys = new Map<string, Nanos>();
  const holds: (DatedHoldRequest & { grantedNanos: Nanos })[] = [];
  requests.forEach((request, index) => {
    const decision = decisions[index];
    if (!decision?.granted) return;
    const { workspaceId, keyId, policyVersion } = request;
    const nanos = (wallets.get(workspaceId)?.nanos ?? 0n) + decision.grantedNanos;
    wallets.set(workspaceId, { nanos, policyVersion });
    keys.set(keyId, (keys.get(keyId) ?? 0n) + decision.grantedNanos);
    holds.push({ ...request, grantedNanos: decision.grantedNanos });
  });
  if (holds.length === 0) return;
  const { rows } = await client.query<{ wallets: number; keys: number; holds: number }>(holdStatement, [
    [...wallets.keys()],
    [...wallets.values()].map(({ nanos }) => nanos),
    [...wallets.values()].map(({ policyVersion }) => policyVersion),
    [...keys.keys()],
    [...keys.values()],
    holds.map(({ holdId }) => holdId),
    holds.map(({ workspaceId }) => workspaceId),
    holds.map(({ keyId }) => keyId),
    holds.map(({ grantedNanos }) => grantedNanos),
    holds.map(({ expiresAt }) => expiresAt.toISOString()),
  ]);
  const written = rows[0];
  if (written?.wallets !== wallets.size || written.keys !== keys.size || written.holds !== holds.length) {
    throw new BooksMoved("holds were not written as decided");
  }
}
