import "server-only";
import { refreshUsage } from "@/lib/activity/fold-usage";
import { getCalendar } from "@/lib/activity/get-calendar";
import { sqlTransaction } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { readBeginning, readEntries, readLedgerSums, readUsage } from "./internal/read-month";
import { isFinished, isMonth, monthIn, monthSpan, zonesOf } from "./rules/months";
import { buildStatement, type Statement } from "./rules/statement";

/**
 * A workspace's credits in one month ("2026-11") of its reporting zone: opening balance, every transaction, usage by
 * model and by key, closing balance. Amounts are nano-dollars. Of the running month it is the part so far, not finished.
 * Null for members, for a month before the workspace's first or after the running one, and for a text that is no month.
 * Throws when the amounts do not add up (`buildStatement`): a wrong statement must not be shown.
 */
export async function getStatement(
  actor: Actor,
  month: string,
  clock = systemClock,
): Promise<Statement | null> {
  if (!isAdmin(actor) || !isMonth(month)) return null;
  await refreshUsage();
  const [calendar, { id, name }] = await Promise.all([getCalendar(actor), getWorkspace(actor)]);
  const readAt = clock();
  if (month > monthIn(calendar, readAt)) return null;
  const span = monthSpan(calendar, month);
  return sqlTransaction(async (client) => {
    // One snapshot: a settlement between two reads would make them disagree.
    await client.query("set transaction isolation level repeatable read, read only");
    if (month < monthIn(calendar, await readBeginning(client, id))) return null;
    return buildStatement({
      month,
      workspace: { id, name },
      zones: zonesOf(calendar, span.from, span.to),
      ...span,
      readAt,
      isFinished: isFinished(span.to, readAt),
      ...(await readLedgerSums(client, id, span)),
      entries: await readEntries(client, id, span, calendar),
      ...(await readUsage(client, id, span)),
    });
  });
}
