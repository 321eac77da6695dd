import "server-only";
import type { Actor } from "@/lib/kernel/actor";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import type { Nanos } from "@/lib/kernel/money";
import { refreshUsage } from "../fold-usage";
import { readScope } from "../internal/read-scope";
import * as statement from "../internal/statement/statement-rows";
import { type Calendar, dayIn, dayStartIn } from "../rules/reporting-calendar";
import { type Runway, runway } from "../rules/runway";
import { moveDay } from "../rules/zone-days";

/** Days of the history, today included. */
const historyDays = 31;

export type BalanceDay = {
  /** "2026-11-21", in the workspace's calendar. */
  readonly day: string;
  /** The balance at the end of the day; today's is the balance now. */
  readonly closingNanos: Nanos;
  /** Credits that came that day: purchases, grants and whatever else raised the balance. */
  readonly addedNanos: Nanos;
  readonly usedNanos: Nanos;
};

export type BalanceHistory = {
  /** Oldest first, from the day before the first transaction on if that is less than 30 days ago. Empty without any transaction. */
  readonly days: readonly BalanceDay[];
  readonly runway: Runway | null;
  readonly zone: string;
};

/** The balance of the last 30 days, counted back from the wallet, and how long it will last. */
export async function getBalanceHistory(actor: Actor, clock: Clock = systemClock): Promise<BalanceHistory> {
  await refreshUsage();
  const now = clock();
  const { calendar, reportingZone } = await readScope(actor, now);
  const today = dayIn(calendar, now);
  const firstDay = moveDay(today, { days: 1 - historyDays });
  const { workspaceId } = actor;
  const from = dayStartIn(calendar, firstDay);
  const read = await statement.inSnapshot(async (client) => ({
    balanceNanos: await statement.readBalance(client, workspaceId),
    usage: [
      ...(await statement.usageBetween(client, workspaceId, from, null)),
      ...(await statement.pendingUsage(client, workspaceId)),
    ],
    postings: await statement.postingsBetween(client, workspaceId, from, null),
    earlier: await statement.postingsBefore(client, workspaceId, { at: from, id: statement.lowestId }, 1),
  }));
  const all = daysOf(calendar, firstDay, read);
  const firstChange = all.findIndex(({ changed }) => changed);
  // A young workspace begins with the day before its first transaction, at zero.
  const start = read.earlier.length > 0 ? 0 : firstChange < 0 ? all.length : Math.max(0, firstChange - 1);
  return {
    days: all.slice(start).map(({ changed: _changed, ...day }) => day),
    runway: runway({
      availableNanos: read.balanceNanos,
      usedNanos: all.slice(0, -1).map(({ usedNanos }) => usedNanos),
      today,
    }),
    zone: reportingZone,
  };
}

type Read = {
  readonly balanceNanos: Nanos;
  readonly usage: readonly statement.UsageAt[];
  readonly postings: readonly statement.PostingRow[];
};

function daysOf(calendar: Calendar, firstDay: string, { balanceNanos, usage, postings }: Read) {
  const used = sumByDay(usage.map(({ at, costNanos }) => [dayIn(calendar, at), costNanos]));
  const posted = sumByDay(postings.map((one) => [dayIn(calendar, one.createdAt), one.amountNanos]));
  const added = sumByDay(
    postings
      .filter(({ amountNanos }) => amountNanos > 0n)
      .map((one) => [dayIn(calendar, one.createdAt), one.amountNanos]),
  );
  let closingNanos = balanceNanos;
  return Array.from({ length: historyDays }, (_, index) => moveDay(firstDay, { days: index }))
    .toReversed()
    .map((day) => {
      const usedNanos = used.get(day) ?? 0n;
      const row = {
        day,
        closingNanos,
        addedNanos: added.get(day) ?? 0n,
        usedNanos,
        changed: used.has(day) || posted.has(day),
      };
      closingNanos += usedNanos - (posted.get(day) ?? 0n);
      return row;
    })
    .toReversed();
}

function sumByDay(amounts: readonly (readonly [day: string, amountNanos: Nanos])[]): Map<string, Nanos> {
  const sums = new Map<string, Nanos>();
  for (const [day, amount] of amounts) sums.set(day, (sums.get(day) ?? 0n) + amount);
  return sums;
}
