import "server-only";
import type { PoolClient } from "pg";
import type { Actor } from "@/lib/kernel/actor";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import type { Nanos } from "@/lib/kernel/money";
import { pageSizeMax } from "@/lib/kernel/page";
import { refreshUsage } from "./fold-usage";
import { readScope } from "./internal/read-scope";
import * as statement from "./internal/statement/statement-rows";
import type { Place, UsageAt } from "./internal/statement/statement-rows";
import { type Calendar, dayIn, dayStartIn } from "./rules/reporting-calendar";
import { mergeTransactions, monthTotals, type MonthTotal, type Transaction } from "./rules/transactions";
import { isDay, moveDay } from "./rules/zone-days";

export type TransactionPage = {
  readonly rows: readonly Transaction[];
  readonly nextCursor: string | null;
  /** The months of the rows, each summed as a whole, also where it continues on another page. */
  readonly months: readonly MonthTotal[];
  /** The zone in which days are counted now. */
  readonly zone: string;
};

type Options = { readonly cursor?: string | null; readonly limit?: number; readonly clock?: Clock };

/**
 * The statement of a workspace's credits, newest first, with no age limit: every posting of the ledger, and usage folded
 * by day, because the ledger has a transfer for every flush. Each row has the exact balance after it, counted back from
 * the wallet. What is read depends on the number of days and postings, not on the number of transfers. The cursor is the
 * id of the last row; one that cannot be read starts from the top.
 */
export async function listTransactions(actor: Actor, options: Options = {}): Promise<TransactionPage> {
  const limit = Math.min(options.limit ?? 25, pageSizeMax);
  const clock = options.clock ?? systemClock;
  // What is not folded yet is read as well; this keeps it short.
  await refreshUsage();
  const { calendar, reportingZone } = await readScope(actor, clock());
  return statement.inSnapshot(async (client) => {
    const source = { client, workspaceId: actor.workspaceId, calendar };
    const place = await findPlace(source, options.cursor ?? null);
    const pending = await statement.pendingUsage(client, actor.workspaceId);
    const found = await readRows(source, place, pending, limit + 1);
    const rows = found.slice(0, limit);
    return {
      rows,
      nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null,
      months: await sumMonths(source, rows, pending),
      zone: reportingZone,
    };
  });
}

type Source = { readonly client: PoolClient; readonly workspaceId: string; readonly calendar: Calendar };

/** The place below the row that a cursor names; null is the top. */
async function findPlace(source: Source, cursor: string | null): Promise<Place | null> {
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

async function readRows(
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
function foldDays(calendar: Calendar, usage: readonly UsageAt[]) {
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

async function sumMonths(source: Source, rows: readonly Transaction[], pending: readonly UsageAt[]) {
  const { client, workspaceId, calendar } = source;
  const newest = rows[0]?.day;
  const oldest = rows.at(-1)?.day;
  if (!newest || !oldest) return [];
  const from = dayStartIn(calendar, `${oldest.slice(0, 7)}-01`);
  const to = dayStartIn(calendar, moveDay(`${newest.slice(0, 7)}-01`, { months: 1 }));
  const usage = await statement.usageBetween(client, workspaceId, from, to);
  const postings = await statement.postingsBetween(client, workspaceId, from, to);
  const shown = new Set(rows.map(({ day }) => day.slice(0, 7)));
  const totals = monthTotals(
    foldDays(calendar, [...usage, ...pending.filter(({ at }) => at >= from && at < to)]),
    postings.map(({ createdAt, amountNanos }) => ({ day: dayIn(calendar, createdAt), amountNanos })),
  );
  return totals.filter(({ month }) => shown.has(month));
}
