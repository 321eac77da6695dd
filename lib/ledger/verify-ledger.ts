import "server-only";
import { unhurried } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import { checkHashes, checkSeals } from "./internal/check-history";

export type LedgerCheck = { readonly name: string; readonly ok: boolean; readonly detail: string };
export type LedgerReport = {
  readonly ok: boolean;
  readonly checks: readonly LedgerCheck[];
  /**
   * Unaccounted completions that have not been billed since, and the most that they cost. Not a ledger error: the
   * operator bears the cost.
   */
  readonly unaccounted: { readonly count: number; readonly worstNanos: Nanos };
};

/** Each query returns how many rows break the rule, and names the first few. All run in one snapshot. */
const checks = [
  {
    name: "accounts add up to zero",
    // Wallets from their projection, platform accounts from the transfers: one side must have gained what the other
    // lost.
    sql: `select total::text as id from (
            select (select coalesce(sum(credited_nanos - debited_nanos), 0) from wallets)
              + (select coalesce(sum(amount_nanos), 0) from transfers where credit_account_id in (select id from ledger_accounts where workspace_id is null))
              - (select coalesce(sum(amount_nanos), 0) from transfers where debit_account_id in (select id from ledger_accounts where workspace_id is null)) as total
          ) x where total <> 0`,
  },
  {
    name: "a transfer touches only its own workspace's wallet",
    sql: `select t.id::text from transfers t join ledger_accounts a on a.id in (t.debit_account_id, t.credit_account_id)
          where a.workspace_id <> t.workspace_id`,
  },
  {
    name: "wallet totals equal their transfers",
    sql: `select w.workspace_id::text as id from wallets w
          left join ledger_accounts a on a.kind = 'wallet' and a.workspace_id = w.workspace_id
          left join lateral (select coalesce(sum(amount_nanos), 0) as nanos from transfers where credit_account_id = a.id) c on true
          left join lateral (select coalesce(sum(amount_nanos), 0) as nanos from transfers where debit_account_id = a.id) d on true
          where w.credited_nanos <> c.nanos or w.debited_nanos <> d.nanos`,
  },
  {
    name: "wallets hold what their open holds say",
    sql: `select w.workspace_id::text as id from wallets w
          left join (
            select workspace_id, sum(amount_nanos) as nanos, sum(excess_nanos) as excess from holds where state = 'held' group by 1
          ) h using (workspace_id)
          where w.held_nanos <> coalesce(h.nanos, 0) or w.excess_nanos <> coalesce(h.excess, 0)`,
  },
  {
    name: "meters hold what their open holds say",
    sql: `select m.id::text as id from meters m
          left join (
            select listed.id, sum(amount_nanos) as nanos from holds cross join lateral unnest(meter_ids) as listed (id)
            where state = 'held' group by 1
          ) h using (id)
          where m.held_nanos <> coalesce(h.nanos, 0)`,
  },
  {
    name: "no hold is open five minutes after its process fell silent",
    sql: `select h.id::text from holds h left join processes p on p.id = h.process_id
          where h.state = 'held' and (p.id is null or p.heartbeat_at < now() - interval '5 minutes')`,
  },
  {
    name: "every hold that expired unbilled is counted as unaccounted, and no other",
    sql: `select coalesce(h.id, u.hold_id)::text as id
          from (select id from holds where state = 'expired') h
          full join (
            select hold_id from unaccounted_completions
            where billed_at is null and attempt = 0 and (created_at > now() - interval '6 days' or hold_id in (select id from holds))
          ) u on u.hold_id = h.id
          where h.id is null or u.hold_id is null`,
  },
  {
    // There may be fewer rows than the transfer covers (retention, deletion), but never more, and none of other
    // workspaces.
    name: "rows never cost more than the transfer that paid them",
    sql: `select g.transfer_id::text as id from (
            select transfer_id, workspace_id, sum(cost_nanos) as nanos from generations group by 1, 2
          ) g left join transfers t on t.id = g.transfer_id and t.workspace_id = g.workspace_id and t.code = 'usage'
          where g.nanos > coalesce(t.amount_nanos, 0)`,
  },
  {
    name: "a row that cost something names its transfer",
    sql: "select id::text from generations where (cost_nanos > 0) <> (transfer_id is not null)",
  },
  {
    name: "daily totals equal the usage transfers",
    sql: `select w.workspace_id::text as id from wallets w
          join workspaces s on s.id = w.workspace_id and s.deleted_at is null
          left join (
            select workspace_id, sum(cost_nanos) as nanos from (
              select workspace_id, cost_nanos from usage_days union all select workspace_id, cost_nanos from usage_deltas
            ) counted group by 1
          ) u using (workspace_id)
          left join (select workspace_id, sum(amount_nanos) as nanos from transfers where code = 'usage' group by 1) t using (workspace_id)
          where coalesce(u.nanos, 0) <> coalesce(t.nanos, 0)`,
  },
] as const;

const named = 3;

export type Verification = {
  /**
   * Called with the name of each check as it begins, and with the days of the transfers whose hashes are recomputed.
   */
  readonly onProgress?: (step: string) => void;
  /** Cancels a statement that takes longer, and with it the verification. Without it, a statement may take hours. */
  readonly statementMsMax?: number;
};

/**
 * Recomputes the ledger's totals from its rows; every check names the rows that break it. Reads in one repeatable-read
 * snapshot, so that work in progress does not look like an error. Changes nothing. Uses a dedicated connection: it
 * reads every transfer and every request row, which on a large installation takes longer than any page or job may.
 */
export async function verifyLedger({
  onProgress,
  statementMsMax = 0,
}: Verification = {}): Promise<LedgerReport> {
  return unhurried(statementMsMax, async (client, queryMsMax) => {
    const results: LedgerCheck[] = [];
    for (const { name, sql } of checks) {
      onProgress?.(name);
      const text = `with broken as (${sql}) select count(*) as total, (array_agg(id))[1:${named}] as ids from broken`;
      const query = { text, query_timeout: queryMsMax };
      const { rows } = await client.query<{ total: bigint; ids: string[] | null }>(query);
      const total = rows[0]?.total ?? 0n;
      const detail = total === 0n ? "" : `${total} broken: ${(rows[0]?.ids ?? []).join(", ")}`;
      results.push({ name, ok: total === 0n, detail });
    }
    results.push(await checkHashes(client, onProgress));
    onProgress?.("seals");
    results.push(await checkSeals(client));
    const unaccounted = await client.query<{ count: number; worst: Nanos }>(
      `select count(*)::int as count, coalesce(sum(amount_nanos), 0)::bigint as worst
       from unaccounted_completions where billed_at is null`,
    );
    const { count = 0, worst = 0n } = unaccounted.rows[0] ?? {};
    return { ok: results.every(({ ok }) => ok), checks: results, unaccounted: { count, worstNanos: worst } };
  });
}
