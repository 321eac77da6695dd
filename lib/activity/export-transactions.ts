import "server-only";
import type { Actor } from "@/lib/kernel/actor";
import { dollarsText } from "@/lib/kernel/money";
import { pageSizeMax } from "@/lib/kernel/page";
import { transferLabel } from "@/lib/ledger/rules/transfer-label";
import { listTransactions } from "./list-transactions";
import { csvLine, csvText } from "./rules/csv";
import type { Transaction } from "./rules/transactions";

/** The whole statement as CSV, newest first, with exact amounts: a line per posting, and one per day of usage. */
export async function exportTransactions(actor: Actor): Promise<string> {
  const lines = [
    csvLine(["number", "day", "time_utc", "description", "reason", "requests", "amount_usd", "balance_usd"]),
  ];
  let cursor: string | null = null;
  do {
    // Rows of older pages do not change while requests are settled, so that pages read one after another fit together.
    const page: Awaited<ReturnType<typeof listTransactions>> = await listTransactions(actor, {
      cursor,
      limit: pageSizeMax,
    });
    lines.push(...page.rows.map(lineOf));
    cursor = page.nextCursor;
  } while (cursor);
  return lines.join("");
}

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
