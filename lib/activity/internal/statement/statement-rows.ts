import "server-only";
import type { PoolClient } from "pg";
import { sqlTransaction } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import type { Nanos } from "@/lib/kernel/money";
import { purchaseOfTransfer, walletAmount, walletPostings } from "@/lib/ledger/rules/wallet-transfers";

/** Costs of the stored bucket or the quarter-hour that begins at a moment. */
export type UsageAt = { readonly at: Date; readonly costNanos: Nanos; readonly requests: bigint };

export type PostingRow = {
  readonly id: string;
  readonly createdAt: Date;
  readonly code: string;
  readonly reason: string | null;
  /** The purchase that it credits or takes back; null for other postings. */
  readonly purchaseId: string | null;
  /** The buyer's own for that purchase. */
  readonly reference: string | null;
  readonly amountNanos: Nanos;
};

type PostingSums = { readonly older: number; readonly olderNanos: Nanos; readonly newerNanos: Nanos };

/** A place in the statement: what is before it is older. */
export type Place = {
  readonly usageBefore: Date;
  readonly postingsBefore: { readonly at: Date; readonly id: string };
};

/** Precedes every id: a place before it is the beginning of a moment. */
export const lowestId = "00000000-0000-0000-0000-000000000000";

/** Runs reads over one snapshot: a settlement between two of them would put a wrong balance beside a row. */
export function inSnapshot<Value>(read: (client: PoolClient) => Promise<Value>): Promise<Value> {
  return sqlTransaction(async (client) => {
    await client.query("set transaction isolation level repeatable read, read only");
    return read(client);
  });
}

export async function readBalance(client: PoolClient, workspaceId: string): Promise<Nanos> {
  const { rows } = await client.query<{ balance: Nanos }>(
    "select credited_nanos - debited_nanos as balance from wallets where workspace_id = $1",
    [workspaceId],
  );
  return present(rows[0], "wallet").balance;
}

/** Usage that is settled but not folded into the roll-ups yet. */
export async function pendingUsage(client: PoolClient, workspaceId: string): Promise<UsageAt[]> {
  const { rows } = await client.query<UsageAt>(
    `select d.quarter_hour as at, sum(d.cost_nanos)::bigint as "costNanos", count(*) as requests
       from usage_deltas d where d.workspace_id = $1 group by 1`,
    [workspaceId],
  );
  return rows;
}

/** Every settled request counts once in the dimension of apps, which has the fewest rows for a day. */
const folded = "from usage_dimension_days d where d.workspace_id = $1 and d.dimension = 'app'";

/** Folded usage of stored buckets before a moment, newest first. */
export async function usageBefore(
  client: PoolClient,
  workspaceId: string,
  before: Date | null,
  limit: number,
): Promise<UsageAt[]> {
  const { rows } = await client.query<UsageAt>(
    `select d.span_start as at, sum(d.cost_nanos)::bigint as "costNanos", sum(d.requests)::bigint as requests
       ${folded} and ($2::timestamptz is null or d.span_start < $2::timestamptz)
      group by d.span_start order by d.span_start desc limit $3`,
    [workspaceId, before, limit],
  );
  return rows;
}

/** Folded usage of the stored buckets of a time; without an end, up to now. */
export async function usageBetween(
  client: PoolClient,
  workspaceId: string,
  from: Date,
  to: Date | null,
): Promise<UsageAt[]> {
  const { rows } = await client.query<UsageAt>(
    `select d.span_start as at, sum(d.cost_nanos)::bigint as "costNanos", sum(d.requests)::bigint as requests
       ${folded} and d.span_start >= $2::timestamptz and ($3::timestamptz is null or d.span_start < $3::timestamptz)
      group by d.span_start`,
    [workspaceId, from, to],
  );
  return rows;
}

/** Folded usage of the stored buckets of several times. */
export async function usageWithin(
  client: PoolClient,
  workspaceId: string,
  times: readonly { readonly from: Date; readonly to: Date }[],
): Promise<UsageAt[]> {
  const { rows } = await client.query<UsageAt>(
    `select u.* from unnest($2::timestamptz[], $3::timestamptz[]) as t (low, high)
      cross join lateral (
        select d.span_start as at, sum(d.cost_nanos)::bigint as "costNanos", sum(d.requests)::bigint as requests
          ${folded} and d.span_start >= t.low and d.span_start < t.high
         group by d.span_start) u`,
    [workspaceId, times.map(({ from }) => from), times.map(({ to }) => to)],
  );
  return rows;
}

const reference = `(select p.reference from purchases p where p.workspace_id = $1 and p.id = (${purchaseOfTransfer})::uuid)`;
export const columns = `t.id, t.created_at as "createdAt", t.code, t.reason, ${purchaseOfTransfer} as "purchaseId", ${reference} as reference, ${walletAmount} as "amountNanos"`;
const older = "($2::timestamptz is null or (t.created_at, t.id) < ($2::timestamptz, $3::uuid))";

/** Postings before a place, newest first. */
export async function postingsBefore(
  client: PoolClient,
  workspaceId: string,
  before: Place["postingsBefore"] | null,
  limit: number,
): Promise<PostingRow[]> {
  const { rows } = await client.query<PostingRow>(
    `select ${columns} ${walletPostings} and ${older} order by t.created_at desc, t.id desc limit $4`,
    [workspaceId, before?.at ?? null, before?.id ?? null, limit],
  );
  return rows;
}

/** Postings of a time, newest first; without an end, up to now. */
export async function postingsBetween(
  client: PoolClient,
  workspaceId: string,
  from: Date,
  to: Date | null,
): Promise<PostingRow[]> {
  const { rows } = await client.query<PostingRow>(
    `select ${columns} ${walletPostings}
        and t.created_at >= $2::timestamptz and ($3::timestamptz is null or t.created_at < $3::timestamptz)
      order by t.created_at desc, t.id desc`,
    [workspaceId, from, to],
  );
  return rows;
}

export async function findPosting(
  client: PoolClient,
  workspaceId: string,
  id: string,
): Promise<PostingRow | null> {
  const { rows } = await client.query<PostingRow>(`select ${columns} ${walletPostings} and t.id = $2::uuid`, [
    workspaceId,
    id,
  ]);
  return rows[0] ?? null;
}

/** How many postings are before a place, their sum, and that of all others. */
export async function countPostings(
  client: PoolClient,
  workspaceId: string,
  before: Place["postingsBefore"] | null,
): Promise<PostingSums> {
  const { rows } = await client.query<PostingSums>(
    `select count(*) filter (where ${older})::int as older,
            coalesce(sum(${walletAmount}) filter (where ${older}), 0)::bigint as "olderNanos",
            coalesce(sum(${walletAmount}) filter (where not ${older}), 0)::bigint as "newerNanos" ${walletPostings}`,
    [workspaceId, before?.at ?? null, before?.id ?? null],
  );
  return rows[0] ?? { older: 0, olderNanos: 0n, newerNanos: 0n };
}
