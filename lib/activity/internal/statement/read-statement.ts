import "server-only";
import type { PoolClient } from "pg";
import type { Nanos } from "@/lib/kernel/money";
import { type Calendar, dayIn, dayStartIn } from "@/lib/activity/rules/reporting-calendar";
import { mergeTransactions, type Transaction } from "@/lib/activity/rules/transactions";
import { isDay } from "@/lib/activity/rules/zone-days";
import * as statement from "./statement-rows";
import type { Place, UsageAt } from "./statement-rows";

export type Source = {
  readonly client: PoolClient;
  readonly workspaceId: string;
  readonly calendar: Calendar;
};

/** The place below the row that a cursor names; null is the top. */
export async function findPlace(source: Source, cursor: string | null): Promise<Place | null> {
  const { client, workspaceId, calendar } = source;
  if (cursor === null) return null;
  if (isDay(cursor)) {
    const end = dayStartIn(calendar, cursor, 1);
    return { usageBefore: dayStartIn(calendar, cursor), postingsBefore: { at: end, id: statement.lowestId } };
  }
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(cursor)) return null;
  const posting = await statement.findPosting(client, workspaceId, cursor);
  if (!posting) return null;
  return {
    usageBefore: dayStartIn(calendar, dayIn(calendar, posting.createdAt)),
    postingsBefore: { at: posting.createdAt, id: posting.id },
  };
}

export async function readRows(
  source: Source,
  place: Place | null,
  pending: readonly UsageAt[],
  limit: number,
): Promise<Transaction[]> {
  const { client, workspaceId, calendar } = source;
  const before = place?.postingsBefore ?? null;
  const { older, olderNanos, newerNanos } = await statement.countPostings(client, workspaceId, before);
  const postings = await statement.postingsBefore(client, workspaceId, before, limit);
  const walletNanos = await statement.readBalance(client, workspaceId);
  // What was posted and is no longer in the wallet was used. Where that is nothing, no usage needs to be read.
  const usedNanos = olderNanos + newerNanos - walletNanos;
  const newerUsedNanos = usedNanos === 0n ? 0n : await newerUsage(source, place, pending);
  return mergeTransactions({
    usage: await paidDays(source, place, pending, { limit, usedNanos: usedNanos - newerUsedNanos }),
    postings: postings.map((posting, index) => ({
      ...posting,
      number: older - index,
      day: dayIn(calendar, posting.createdAt),
    })),
    balanceNanos: walletNanos - newerNanos + newerUsedNanos,
  }).slice(0, limit);
}

/** What usage above a place has cost. */
export async function newerUsage(
  source: Source,
  place: Place | null,
  pending: readonly UsageAt[],
): Promise<Nanos> {
  if (!place) return 0n;
  const from = place.usageBefore;
  const newer = await statement.usageBetween(source.client, source.workspaceId, from, null);
  return sumCosts([...newer, ...pending.filter(({ at }) => at >= from)]);
}

/**
 * The newest days below a place whose usage cost something. A day with free requests only moved no money. `usedNanos` is
 * what all usage below the place has cost: once it is found, older days are not read. Batches double, so that years of
 * free requests between two paid ones are a few statements.
 */
export async function paidDays(
  source: Source,
  place: Place | null,
  pending: readonly UsageAt[],
  { limit, usedNanos }: { readonly limit: number; readonly usedNanos: Nanos },
) {
  const { client, workspaceId, calendar } = source;
  let before = place?.usageBefore ?? null;
  let oldestDay: string | null = null;
  let isLast = false;
  const found = pending.filter(({ at }) => !place || at < place.usageBefore);
  // Days of UTC and of the reporting zone overlap, so that most days have two stored buckets.
  for (let batch = 2 * limit + 2; ; batch *= 2) {
    const days = foldDays(calendar, found).filter(({ costNanos }) => costNanos > 0n);
    // The day of the oldest bucket may have more of them.
    const complete = days.filter(({ day }) => oldestDay !== null && day > oldestDay);
    const isEverything = complete.length === days.length && sumCosts(days) === usedNanos;
    if (isEverything || complete.length >= limit) return complete.slice(0, limit);
    if (isLast) return days.slice(0, limit);
    const spans = await statement.usageBefore(client, workspaceId, before, batch);
    found.push(...spans);
    isLast = spans.length < batch;
    before = spans.at(-1)?.at ?? before;
    oldestDay = before && dayIn(calendar, before);
  }
}

function sumCosts(usage: readonly { readonly costNanos: Nanos }[]): Nanos {
  return usage.reduce((sum, { costNanos }) => sum + costNanos, 0n);
}

/** Sums usage by calendar day, newest first. */
export function foldDays(calendar: Calendar, usage: readonly UsageAt[]) {
  const days = new Map<string, { day: string; requests: bigint; costNanos: Nanos }>();
  for (const { at, requests, costNanos } of usage) {
    const day = dayIn(calendar, at);
    const known = days.get(day) ?? { day, requests: 0n, costNanos: 0n };
    days.set(day, {
      day,
      requests: known.requests + requests,
      costNanos: known.costNanos + costNanos,
    });
  }
  return [...days.values()].toSorted((one, other) => (one.day < other.day ? 1 : -1));
}
