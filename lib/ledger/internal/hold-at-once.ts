import "server-only";
import { type PreparedStatement, runPrepared } from "@/lib/db/run-prepared";
import { isTransient } from "@/lib/db/transient-errors";
import type { Nanos } from "@/lib/kernel/money";
import type { HoldRequest } from "@/lib/ledger/rules/admit-holds";

export type DatedHoldRequest = HoldRequest & { readonly expiresAt: Date };

/**
 * Balance and key limit decided together, and written, by one statement (G2): per workspace either every hold of the
 * flush at its full amount, or none. Wallets are locked first, then meters, each in order of id, as everywhere; a row
 * that changed while its lock was waited for is judged as it is now. Keys are read without a lock: whoever changes one
 * raises the wallet's policy version, which is locked. A window that the meter has not reached counts as unused.
 */
const text = `
  with k as materialized (
    select * from unnest($4::uuid[], $5::uuid[], $6::bigint[]) as k(key_id, workspace_id, nanos)
  ), w as materialized (
    select wallets.workspace_id, a.nanos
    from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as a(workspace_id, nanos, policy_version)
    join wallets on wallets.workspace_id = a.workspace_id
    where wallets.policy_version = a.policy_version
      and credited_nanos - debited_nanos >= case when a.nanos = 0 then 0 else wallets.held_nanos + a.nanos end
    order by wallets.workspace_id for update of wallets
  ), m as materialized (
    select key_meters.key_id, key_meters.workspace_id
    from k join key_meters on key_meters.key_id = k.key_id and key_meters.workspace_id = k.workspace_id
    join api_keys key on key.id = k.key_id
    where (select count(*) from w) > 0 and key.deleted_at is null and key.disabled_at is null
      and (key.expires_at is null or key.expires_at > now())
      and (k.nanos = 0 or key.limit_nanos is null or key.limit_nanos >= key_meters.held_nanos + k.nanos +
        case key.limit_reset
          when 'daily' then case when day_start >= (now() at time zone 'UTC')::date then day_nanos else 0 end
          when 'weekly' then case when week_start >= date_trunc('week', now() at time zone 'UTC')::date then week_nanos else 0 end
          when 'monthly' then case when month_start >= date_trunc('month', now() at time zone 'UTC')::date then month_nanos else 0 end
          else used_nanos
        end)
    order by key_meters.key_id for update of key_meters
  ), g as materialized (
    select workspace_id, nanos from w
    where workspace_id not in (
      select k.workspace_id from k where (k.key_id, k.workspace_id) not in (select key_id, workspace_id from m))
  ), raised as (
    update wallets set held_nanos = wallets.held_nanos + g.nanos
    from g where wallets.workspace_id = g.workspace_id and g.nanos > 0
  ), metered as (
    update key_meters set held_nanos = key_meters.held_nanos + k.nanos
    from k where key_meters.key_id = k.key_id and k.nanos > 0 and k.workspace_id in (select workspace_id from g)
  ), taken as (
    insert into holds (id, workspace_id, key_id, amount_nanos, expires_at)
    select i.* from unnest($7::uuid[], $8::uuid[], $9::uuid[], $10::bigint[], $11::timestamptz[])
      as i(id, workspace_id, key_id, amount_nanos, expires_at)
    where i.workspace_id in (select workspace_id from g)
  )
  select workspace_id from g`;

/** Unknown when the connection broke before the answer came: the hold may be there. */
export type QuickHold = "granted" | "contested" | "unknown";

/**
 * Takes the holds of every workspace where all of them fit, each at its full amount. Nothing is held in the others:
 * what of theirs still fits, and what the rest is told, is decided request by request under lock (`decideHolds`).
 */
export async function takeHoldsAtOnce(requests: readonly DatedHoldRequest[]): Promise<QuickHold[]> {
  const statement = holdStatement(requests);
  if (!statement) return requests.map(() => "contested");
  try {
    const [result] = await runPrepared([statement]);
    const rows: { workspace_id: string }[] = result?.rows ?? [];
    const granted = new Set(rows.map((row) => row.workspace_id));
    return requests.map(({ workspaceId }) => (granted.has(workspaceId) ? "granted" : "contested"));
  } catch (error) {
    if (!isTransient(error)) throw error;
    return requests.map(() => "unknown");
  }
}

type WalletSum = { nanos: Nanos; readonly policyVersion: bigint; isMixed: boolean };
type KeySum = { nanos: Nanos; readonly workspaceId: string };

function holdStatement(requests: readonly DatedHoldRequest[]): PreparedStatement | null {
  const wallets = new Map<string, WalletSum>();
  for (const { workspaceId, amountNanos, policyVersion } of requests) {
    const sum = wallets.get(workspaceId) ?? { nanos: 0n, policyVersion, isMixed: false };
    sum.nanos += amountNanos;
    sum.isMixed ||= sum.policyVersion !== policyVersion;
    wallets.set(workspaceId, sum);
  }
  // Of two versions at least one is stale, and only that one may be refused.
  const taken = requests.filter(({ workspaceId }) => !wallets.get(workspaceId)?.isMixed);
  if (taken.length === 0) return null;
  const sums = [...wallets].filter(([, { isMixed }]) => !isMixed);
  const keys = new Map<string, KeySum>();
  for (const { keyId, workspaceId, amountNanos } of taken) {
    const name = `${keyId} ${workspaceId}`;
    keys.set(name, { workspaceId, nanos: (keys.get(name)?.nanos ?? 0n) + amountNanos });
  }
  return {
    name: "take_holds",
    text,
    values: [
      sums.map(([workspaceId]) => workspaceId),
      sums.map(([, { nanos }]) => nanos),
      sums.map(([, { policyVersion }]) => policyVersion),
      [...keys.keys()].map((name) => name.slice(0, name.indexOf(" "))),
      [...keys.values()].map(({ workspaceId }) => workspaceId),
      [...keys.values()].map(({ nanos }) => nanos),
      taken.map(({ holdId }) => holdId),
      taken.map(({ workspaceId }) => workspaceId),
      taken.map(({ keyId }) => keyId),
      taken.map(({ amountNanos }) => amountNanos),
      taken.map(({ expiresAt }) => expiresAt.toISOString()),
    ],
  };
}
