import "server-only";
import { getCalendar } from "@/lib/activity/get-calendar";
import { sqlTransaction } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { readBeginning } from "./internal/read-month";
import { isFinished, monthIn, monthSpan, moveMonth, zonesOf } from "./rules/months";

export type StatementMonth = {
  /** "2026-11" */
  readonly month: string;
  /** The zones in which its days are counted. */
  readonly zones: readonly string[];
  /** False while transactions may still be added: in the running month, and for a minute after its end. */
  readonly isFinished: boolean;
};

/** The months that have a statement, newest first, down to the workspace's first. Empty for members. */
export async function listStatements(actor: Actor, clock = systemClock): Promise<StatementMonth[]> {
  if (!isAdmin(actor)) return [];
  const calendar = await getCalendar(actor);
  const first = monthIn(calendar, await sqlTransaction((client) => readBeginning(client, actor.workspaceId)));
  const now = clock();
  const running = monthIn(calendar, now);
  const months: StatementMonth[] = [];
  for (let month = running; month >= first; month = moveMonth(month, -1)) {
    const { from, to } = monthSpan(calendar, month);
    months.push({ month, zones: zonesOf(calendar, from, to), isFinished: isFinished(to, now) });
  }
  return months;
}
