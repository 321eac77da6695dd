import "server-only";
import { getCalendar } from "@/lib/activity/get-calendar";
import { sqlTransaction, unhurried } from "@/lib/db/client";
import { isStatementTimeout } from "@/lib/db/database-errors";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { present } from "@/lib/kernel/assert";
import { systemClock } from "@/lib/kernel/clock";
import type { Nanos } from "@/lib/kernel/money";
import { readBeginning, readMonthSums } from "./internal/read-month";
import { isFinished, monthIn, monthsBetween, monthSpan } from "./rules/months";

export type StatementMonth = {
  /** "2026-11" */
  readonly month: string;
  /** False while transactions may still be added: in the running month, and for a minute after its end. */
  readonly isFinished: boolean;
  /** Null when there are too many transfers to add up for a list. */
  readonly sums: StatementSums | null;
};

type StatementSums = {
  /** All transactions but usage: credits that came, less those that were taken back. */
  readonly addedNanos: Nanos;
  /** Not negative. */
  readonly usedNanos: Nanos;
  /** What is left after it and all months before; of the running month, now. */
  readonly closingNanos: Nanos;
};

/** A list waits this long for its sums: for several million transfers. */
const sumsMsMax = 3_000;

/** The months that have a statement, newest first, down to the workspace's first. Empty for members. */
export async function listStatements(actor: Actor, clock = systemClock): Promise<StatementMonth[]> {
  if (!isAdmin(actor)) return [];
  const calendar = await getCalendar(actor);
  const now = clock();
  const beginning = await sqlTransaction((client) => readBeginning(client, actor.workspaceId));
  const months = monthsBetween(monthIn(calendar, beginning), monthIn(calendar, now)).map((month) => ({
    month,
    ...monthSpan(calendar, month),
  }));
  const starts = months.map(({ from }) => from);
  const sums = await sumsOf(actor.workspaceId, starts);
  return months
    .map(({ month, to }, index) => ({
      month,
      isFinished: isFinished(to, now),
      sums: sums && present(sums[index], "sums"),
    }))
    .toReversed();
}

async function sumsOf(workspaceId: string, starts: readonly Date[]): Promise<StatementSums[] | null> {
  try {
    const sums = await unhurried(sumsMsMax, (client) => readMonthSums(client, workspaceId, starts));
    let closingNanos = 0n;
    return sums.map(({ addedNanos, usedNanos }) => {
      closingNanos += addedNanos - usedNanos;
      return { addedNanos, usedNanos, closingNanos };
    });
  } catch (error) {
    if (isStatementTimeout(error)) return null;
    throw error;
  }
}
