import "server-only";
import type { Actor } from "@/lib/kernel/actor";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { pageSizeMax } from "@/lib/kernel/page";
import { refreshUsage } from "../fold-usage";
import { readScope } from "../internal/read-scope";
import { matchingPostings, readMatching } from "../internal/statement/matching-rows";
import { findPlace, foldDays, readRows, type Source } from "../internal/statement/read-statement";
import * as statement from "../internal/statement/statement-rows";
import type { UsageAt } from "../internal/statement/statement-rows";
import { dayIn, dayStartIn } from "../rules/reporting-calendar";
import { isFiltered, listsUsage, noFilter, type TransactionFilter } from "../rules/transaction-filter";
import { monthTotals, type MonthTotal, type Transaction } from "../rules/transactions";
import { moveDay } from "../rules/zone-days";

export type TransactionPage = {
  readonly rows: readonly Transaction[];
  readonly nextCursor: string | null;
  /**
   * The months of the rows, each summed as a whole, also where it continues on another page. With a filter, of what matches
   * it.
   */
  readonly months: readonly MonthTotal[];
  /** The zone in which days are counted now. */
  readonly zone: string;
};

type Options = {
  readonly cursor?: string | null;
  readonly limit?: number;
  readonly clock?: Clock;
  readonly filter?: TransactionFilter;
};

/**
 * The statement of a workspace's credits, newest first, with no age limit: every posting of the ledger, and usage folded
 * by day, because the ledger has a transfer for every flush. Each row has the exact balance after it, counted back from
 * the wallet. What is read depends on the number of days and postings, not on the number of transfers. The cursor is the
 * id of the last row; one that cannot be read starts from the top. A filter leaves rows out and changes no other.
 */
export async function listTransactions(actor: Actor, options: Options = {}): Promise<TransactionPage> {
  const limit = Math.min(options.limit ?? 25, pageSizeMax);
  const { clock = systemClock, filter = noFilter } = options;
  // What is not folded yet is read as well; this keeps it short.
  await refreshUsage();
  const { calendar, reportingZone } = await readScope(actor, clock());
  return statement.inSnapshot(async (client) => {
    const source = { client, workspaceId: actor.workspaceId, calendar };
    const place = await findPlace(source, options.cursor ?? null);
    const pending = await statement.pendingUsage(client, actor.workspaceId);
    const found = isFiltered(filter)
      ? await readMatching(source, filter, place, { pending, limit: limit + 1 })
      : await readRows(source, place, pending, limit + 1);
    const rows = found.slice(0, limit);
    return {
      rows,
      nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null,
      months: await sumMonths(source, filter, rows, pending),
      zone: reportingZone,
    };
  });
}

/** Reads only the months that the rows show: between two of them may be years of free requests. */
async function sumMonths(
  source: Source,
  filter: TransactionFilter,
  rows: readonly Transaction[],
  pending: readonly UsageAt[],
) {
  const { client, workspaceId, calendar } = source;
  const shown = [...new Set(rows.map(({ day }) => day.slice(0, 7)))];
  const times = shown.map((month) => ({
    from: dayStartIn(calendar, `${month}-01`),
    to: dayStartIn(calendar, moveDay(`${month}-01`, { months: 1 })),
  }));
  const [newest, oldest] = [times[0], times.at(-1)];
  if (!newest || !oldest) return [];
  const usage = listsUsage(filter)
    ? [...(await statement.usageWithin(client, workspaceId, times)), ...pending]
    : [];
  const postings = isFiltered(filter)
    ? await matchingPostings(client, workspaceId, filter, { from: oldest.from, to: newest.to })
    : await statement.postingsBetween(client, workspaceId, oldest.from, newest.to);
  const totals = monthTotals(
    foldDays(calendar, usage),
    postings.map(({ createdAt, amountNanos }) => ({ day: dayIn(calendar, createdAt), amountNanos })),
  );
  return totals.filter(({ month }) => shown.includes(month));
}
