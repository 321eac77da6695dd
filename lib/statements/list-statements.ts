import "server-only";
import { getCalendar } from "@/lib/activity/get-calendar";
import { sqlTransaction } from "@/lib/db/client";
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
  /** All transactions but usage: credits that came, less those that were taken back. */
  readonly addedNanos: Nanos;
  /** Not negative. */
  readonly usedNanos: Nanos;
  /** What is left after it and all months before; of the running month, now. */
  readonly closingNanos: Nanos;
};

/** The months that have a statement, newest first, down to the workspace's first. Empty for members. */
export async function listStatements(actor: Actor, clock = systemClock): Promise<StatementMonth[]> {
  if (!isAdmin(actor)) return [];
  const calendar = await getCalendar(actor);
  const now = clock();
  const { months, sums } = await sqlTransaction(async (client) => {
    const first = monthIn(calendar, await readBeginning(client, actor.workspaceId));
    const names = monthsBetween(first, monthIn(calendar, now));
    const spans = names.map((month) => ({ month, ...monthSpan(calendar, month) }));
    const starts = spans.map(({ from }) => from);
    return { months: spans, sums: await readMonthSums(client, actor.workspaceId, starts) };
  });
  let closingNanos = 0n;
  return months
    .map(({ month, to }, index) => {
      const { addedNanos, usedNanos } = present(sums[index], "sums");
      closingNanos += addedNanos - usedNanos;
      return { month, isFinished: isFinished(to, now), addedNanos, usedNanos, closingNanos };
    })
    .toReversed();
}
