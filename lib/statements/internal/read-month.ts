import "server-only";
import type { PoolClient } from "pg";
import { type Calendar, dayIn } from "@/lib/activity/rules/reporting-calendar";
import { present } from "@/lib/kernel/assert";
import type { Nanos } from "@/lib/kernel/money";
import {
  purchaseOfTransfer,
  walletAmount,
  walletPostings,
  walletTransfers,
} from "@/lib/ledger/rules/wallet-transfers";
import type { StatementEntry, UsageLine } from "../rules/statement";

/** Half-open. */
export type Span = { readonly from: Date; readonly to: Date };

type LedgerSums = {
  readonly beforeNanos: Nanos;
  readonly afterNanos: Nanos;
  readonly usedNanos: Nanos;
  readonly walletNanos: Nanos;
};

/**
 * Sums every transfer of the wallet: what was before, what came after, and the usage between. It reads all of them once,
 * because the proof of a statement is that both ends meet.
 */
export async function readLedgerSums(
  client: PoolClient,
  workspaceId: string,
  { from, to }: Span,
): Promise<LedgerSums> {
  const { rows } = await client.query<LedgerSums>(
    `select coalesce(sum(${walletAmount}) filter (where t.created_at < $2::timestamptz), 0)::bigint as "beforeNanos",
            coalesce(sum(${walletAmount}) filter (where t.created_at >= $3::timestamptz), 0)::bigint as "afterNanos",
            coalesce(-sum(${walletAmount}) filter (where t.code = 'usage' and t.created_at >= $2::timestamptz
                                                and t.created_at < $3::timestamptz), 0)::bigint as "usedNanos",
            (select credited_nanos - debited_nanos from wallets where workspace_id = $1) as "walletNanos"
       ${walletTransfers}`,
    [workspaceId, from, to],
  );
  return present(rows[0], "sums");
}

/** Transfers other than usage, oldest first, with their numbers, from an index that contains no usage. */
export async function readEntries(
  client: PoolClient,
  workspaceId: string,
  { from, to }: Span,
  calendar: Calendar,
): Promise<StatementEntry[]> {
  const { rows } = await client.query<Omit<StatementEntry, "day">>(
    `select * from (
       select t.id, t.created_at as "createdAt", t.code, t.reason, ${walletAmount} as "amountNanos",
              ${purchaseOfTransfer} as "purchaseId",
              (row_number() over (order by t.created_at, t.id))::int as number
         ${walletPostings} and t.created_at < $3::timestamptz) p
      where p."createdAt" >= $2::timestamptz order by p.number`,
    [workspaceId, from, to],
  );
  return rows.map((row) => ({ ...row, day: dayIn(calendar, row.createdAt) }));
}

/** Usage by model and by key, of requests that began in the month: folded, and not folded yet. */
export async function readUsage(
  client: PoolClient,
  workspaceId: string,
  { from, to }: Span,
): Promise<{ readonly models: readonly UsageLine[]; readonly keys: readonly UsageLine[] }> {
  const { rows } = await client.query<{
    model: string | null;
    name: string | null;
    label: string | null;
    requests: bigint;
    costNanos: Nanos;
  }>(
    `with used as (
       select d.model, d.key_id, d.requests, d.cost_nanos from usage_days d
        where d.workspace_id = $1 and d.span_start >= $2::timestamptz and d.span_start < $3::timestamptz
       union all
       select d.model, d.key_id, 1, d.cost_nanos from usage_deltas d
        where d.workspace_id = $1 and d.quarter_hour >= $2::timestamptz and d.quarter_hour < $3::timestamptz)
     select u.model, k.name || case when k.deleted_at is null then '' else ' (deleted)' end as name, k.label,
            u.requests, u."costNanos"
       from (select model, key_id, sum(requests)::bigint as requests, sum(cost_nanos)::bigint as "costNanos"
               from used group by grouping sets ((model), (key_id))) u
       left join api_keys k on k.id = u.key_id and k.workspace_id = $1`,
    [workspaceId, from, to],
  );
  const line = (name: string, row: (typeof rows)[number], label: string | null): UsageLine => ({
    name,
    label,
    requests: row.requests,
    costNanos: row.costNanos,
  });
  return {
    models: rows.flatMap((row) => (row.model === null ? [] : [line(row.model, row, null)])),
    keys: rows.flatMap((row) =>
      row.model === null ? [line(row.name ?? "Key without a record", row, row.label)] : [],
    ),
  };
}

type MonthSums = {
  /** Of all transfers other than usage. */
  readonly addedNanos: Nanos;
  /** Debits for requests, not negative. */
  readonly usedNanos: Nanos;
};

/**
 * The sums of consecutive months that begin at `starts`, oldest first, up to now. Like a statement it reads every transfer
 * of the wallet, once for all months.
 */
export async function readMonthSums(
  client: PoolClient,
  workspaceId: string,
  starts: readonly Date[],
): Promise<MonthSums[]> {
  const { rows } = await client.query<MonthSums & { place: number }>(
    `select width_bucket(t.created_at, $2::timestamptz[]) as place,
            coalesce(sum(${walletAmount}) filter (where t.code <> 'usage'), 0)::bigint as "addedNanos",
            coalesce(-sum(${walletAmount}) filter (where t.code = 'usage'), 0)::bigint as "usedNanos"
       ${walletTransfers} group by 1`,
    [workspaceId, starts],
  );
  const sums = new Map(rows.map(({ place, addedNanos, usedNanos }) => [place, { addedNanos, usedNanos }]));
  return starts.map((_, index) => sums.get(index + 1) ?? { addedNanos: 0n, usedNanos: 0n });
}

/** When a workspace began: its first transaction, or its own creation. No usage comes before a credit. */
export async function readBeginning(client: PoolClient, workspaceId: string): Promise<Date> {
  const { rows } = await client.query<{ at: Date }>(
    `select least(w.created_at, (select min(t.created_at) from transfers t
                                  where t.workspace_id = w.id and t.code <> 'usage')) as at
       from workspaces w where w.id = $1`,
    [workspaceId],
  );
  return present(rows[0], "workspace").at;
}
