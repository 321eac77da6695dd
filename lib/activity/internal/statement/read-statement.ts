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
  const { older, newerNanos } = await statement.countPostings(client, workspaceId, before);
  const postings = await statement.postingsBefore(client, workspaceId, before, limit);
  const balanceNanos =
    (await statement.readBalance(client, workspaceId)) -
    newerNanos +
    (await newerUsage(source, place, pending));
  return mergeTransactions({
    usage: await paidDays(source, place, pending, limit),
    postings: postings.map((posting, index) => ({
      ...posting,
      number: older - index,
      day: dayIn(calendar, posting.createdAt),
    })),
    balanceNanos,
  }).slice(0, limit);
}

/** What usage above a place has cost. */
async function newerUsage(source: Source, place: Place | null, pending: readonly UsageAt[]): Promise<Nanos> {
  if (!place) return 0n;
  const from = place.usageBefore;
  const newer = await statement.usageBetween(source.client, source.workspaceId, from, null);
  return [...newer, ...pending.filter(({ at }) => at >= from)].reduce(
    (sum, { costNanos }) => sum + costNanos,
    0n,
  );
}

/** The newest days below a place whose usage cost something. A day with free requests only moved no money. */
async function paidDays(source: Source, place: Place | null, pending: readonly UsageAt[], limit: number) {
  const { client, workspaceId, calendar } = source;
  let before = place?.usageBefore ?? null;
  const found = pending.filter(({ at }) => !before || at < before);
  // Days of UTC and of the reporting zone overlap, so that most days have two stored buckets.
  const batch = 2 * limit + 2;
  for (;;) {
    const spans = await statement.usageBefore(client, workspaceId, before, batch);
    found.push(...spans);
    const oldest = spans.at(-1);
    const days = foldDays(calendar, found).filter(({ costNanos }) => costNanos > 0n);
    if (!oldest || spans.length < batch) return days.slice(0, limit);
    // The day of the oldest bucket may have more of them.
    const complete = days.filter(({ day }) => day > dayIn(calendar, oldest.at));
    if (complete.length >= limit) return complete.slice(0, limit);
    before = oldest.at;
  }
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
