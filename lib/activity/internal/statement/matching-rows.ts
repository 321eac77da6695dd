import "server-only";
import type { PoolClient } from "pg";
import type { Nanos } from "@/lib/kernel/money";
import { dayIn, dayStartIn } from "@/lib/activity/rules/reporting-calendar";
import {
  criteriaOf,
  listsPostings,
  listsUsage,
  type TransactionFilter,
} from "@/lib/activity/rules/transaction-filter";
import type { Transaction } from "@/lib/activity/rules/transactions";
import { foldDays, newerUsage, paidDays, type Source } from "./read-statement";
import * as statement from "./statement-rows";
import { walletAmount, walletPostings } from "@/lib/ledger/rules/wallet-transfers";
import type { Place, PostingRow, UsageAt } from "./statement-rows";

type MatchingPosting = PostingRow & {
  readonly number: number;
  /** The sum of this posting and all older ones. */
  readonly postedNanos: Nanos;
};

type Bounds = {
  readonly before?: Place["postingsBefore"] | null;
  readonly from?: Date;
  readonly to?: Date;
  readonly limit?: number;
};

/** Postings that match a filter, newest first. Numbers and sums count those that do not match too. */
export async function matchingPostings(
  client: PoolClient,
  workspaceId: string,
  filter: TransactionFilter,
  { before = null, from, to, limit }: Bounds,
): Promise<MatchingPosting[]> {
  if (!listsPostings(filter)) return [];
  const { codes, text, textCodes, number } = criteriaOf(filter);
  const { rows } = await client.query<MatchingPosting>(
    `select p.* from (
       select ${statement.columns}, (row_number() over w)::int as number,
              (sum(${walletAmount}) over w)::bigint as "postedNanos"
         ${walletPostings} window w as (order by t.created_at, t.id)) p
      where ($2::text[] is null or p.code = any ($2))
        and ($3::text is null or position($3 in lower(p.reason)) > 0 or position($3 in p."purchaseId") > 0
             or position($3 in p.id::text) > 0 or p.code = any ($4::text[]) or p.number = $5::int)
        and ($6::timestamptz is null or (p."createdAt", p.id) < ($6::timestamptz, $7::uuid))
        and ($8::timestamptz is null or p."createdAt" >= $8::timestamptz)
        and ($9::timestamptz is null or p."createdAt" < $9::timestamptz)
      order by p.number desc limit $10`,
    [
      workspaceId,
      codes,
      text,
      textCodes,
      number,
      before?.at ?? null,
      before?.id ?? null,
      from ?? null,
      to ?? null,
      limit ?? null,
    ],
  );
  return rows;
}

/**
 * The rows below a place that match a filter, newest first, each with the balance after it: the same as in the list of
 * all transactions.
 */
export async function readMatching(
  source: Source,
  filter: TransactionFilter,
  place: Place | null,
  { pending, limit }: { readonly pending: readonly UsageAt[]; readonly limit: number },
): Promise<Transaction[]> {
  const { client, workspaceId } = source;
  const { olderNanos: postedNanos } = await statement.countPostings(client, workspaceId, null);
  const usedNanos = postedNanos - (await statement.readBalance(client, workspaceId));
  const totals = { postedNanos, usedNanos };
  return listsPostings(filter)
    ? readPostings(source, filter, place, { pending, limit, totals })
    : readUsageDays(source, filter, place, { pending, limit, totals });
}

type Reading = {
  readonly pending: readonly UsageAt[];
  readonly limit: number;
  /** Of all postings, and of all usage. */
  readonly totals: { readonly postedNanos: Nanos; readonly usedNanos: Nanos };
};

async function readPostings(
  source: Source,
  filter: TransactionFilter,
  place: Place | null,
  { pending, limit, totals }: Reading,
): Promise<Transaction[]> {
  const { client, workspaceId, calendar } = source;
  const before = place?.postingsBefore ?? null;
  const found = await matchingPostings(client, workspaceId, filter, { before, limit });
  const rows = found.map((row) => ({ ...row, day: dayIn(calendar, row.createdAt) }));
  const oldest = rows.at(-1);
  if (!oldest) return [];
  // A day's usage is above its postings.
  const days = await usageSince(source, oldest.day, pending);
  const usedSince = runningSum(days.map(({ day, costNanos }) => ({ day, amountNanos: costNanos })));
  return rows.map(({ postedNanos, ...row }) => ({
    kind: "posting",
    ...row,
    balanceNanos: postedNanos - (totals.usedNanos - usedSince((day) => day >= row.day)),
  }));
}

async function readUsageDays(
  source: Source,
  filter: TransactionFilter,
  place: Place | null,
  { pending, limit, totals }: Reading,
): Promise<Transaction[]> {
  if (!listsUsage(filter)) return [];
  const { client, workspaceId, calendar } = source;
  const newerNanos = await newerUsage(source, place, pending);
  const days = await paidDays(source, place, pending, { limit, usedNanos: totals.usedNanos - newerNanos });
  const oldest = days.at(-1);
  if (!oldest) return [];
  const postings = await statement.postingsBetween(
    client,
    workspaceId,
    dayStartIn(calendar, oldest.day),
    null,
  );
  const postedSince = runningSum(
    postings.map(({ createdAt, amountNanos }) => ({ day: dayIn(calendar, createdAt), amountNanos })),
  );
  let usedNanos = totals.usedNanos - newerNanos;
  return days.map(({ day, requests, costNanos }) => {
    const balanceNanos = totals.postedNanos - postedSince((other) => other > day) - usedNanos;
    usedNanos -= costNanos;
    return { kind: "usage", id: day, day, requests, amountNanos: -costNanos, balanceNanos };
  });
}

async function usageSince(source: Source, day: string, pending: readonly UsageAt[]) {
  const { client, workspaceId, calendar } = source;
  const from = dayStartIn(calendar, day);
  const folded = await statement.usageBetween(client, workspaceId, from, null);
  return foldDays(calendar, [...folded, ...pending.filter(({ at }) => at >= from)]);
}

/** Adds amounts up, newest day first, while their days are wanted. Each call goes on where the last one ended. */
function runningSum(amounts: readonly { readonly day: string; readonly amountNanos: Nanos }[]) {
  const sorted = amounts.toSorted((one, other) => (one.day < other.day ? 1 : -1));
  let next = 0;
  let sum = 0n;
  return (isWanted: (day: string) => boolean): Nanos => {
    for (let entry = sorted[next]; entry && isWanted(entry.day); entry = sorted[++next]) {
      sum += entry.amountNanos;
    }
    return sum;
  };
}
