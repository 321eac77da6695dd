import "server-only";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { dollarsText } from "@/lib/kernel/money";
import { transferLabel } from "@/lib/ledger/rules/transfer-label";
import { refreshUsage } from "./fold-usage";
import { readScope } from "./internal/read-scope";
import { readRows } from "./internal/statement/read-statement";
import * as statement from "./internal/statement/statement-rows";
import { csvLine, csvText } from "./rules/csv";
import type { Transaction } from "./rules/transactions";

/** More rows would be too much for one response: they are read at once and kept in memory. */
const exportRowsMax = 20_000;

/**
 * The statement as CSV, newest first, with exact amounts: a line per posting, and one per day of usage, at most
 * `exportRowsMax`. All lines are read in one snapshot: a long request that is settled after midnight changes yesterday's
 * usage, and with it the balances of every row above.
 */
export async function exportTransactions(actor: Actor, rowsMax = exportRowsMax): Promise<string> {
  await refreshUsage();
  const { workspaceId } = actor;
  const { calendar } = await readScope(actor, systemClock());
  const rows = await statement.inSnapshot(async (client) => {
    const pending = await statement.pendingUsage(client, workspaceId);
    return readRows({ client, workspaceId, calendar }, null, pending, rowsMax);
  });
  return [header, ...rows.map(lineOf)].join("");
}

const header = csvLine([
  "number",
  "day",
  "time_utc",
  "description",
  "reason",
  "requests",
  "amount_usd",
  "balance_usd",
]);

function lineOf(row: Transaction): string {
  const amounts = [dollarsText(row.amountNanos), dollarsText(row.balanceNanos)] as const;
  if (row.kind === "usage") return csvLine(["", row.day, "", "Usage", "", row.requests, ...amounts]);
  const { number, day, createdAt, code, reason } = row;
  return csvLine([
    number,
    day,
    createdAt.toISOString(),
    csvText(transferLabel(code)),
    csvText(reason),
    "",
    ...amounts,
  ]);
}
