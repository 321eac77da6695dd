import { csvLine, csvText } from "@/lib/activity/rules/csv";
import { dollarsText, type Nanos } from "@/lib/kernel/money";
import { transferLabel } from "@/lib/ledger/rules/transfer-label";
import { inProgressName, type ItemizedUsage, requestsOf, type Statement } from "./statement";

const columns = [
  "line",
  "day",
  "time_utc",
  "number",
  "description",
  "purchase_id",
  "reason",
  "requests",
  "amount_usd",
  "balance_usd",
  "part_usd",
] as const;

type Cells = Partial<Record<(typeof columns)[number], string | number | bigint>>;

/**
 * A statement as CSV with exact amounts. Opening balance (`balance_usd`) plus all of `amount_usd` is the closing balance;
 * `part_usd` divides the usage by model, and again by key. The last line says how many lines are before it, so that a
 * file without it is recognized as cut off.
 */
export function statementCsv(statement: Statement): string {
  const { workspace, month, zones, readAt, isFinished, openingNanos, closingNanos } = statement;
  const lines: Cells[] = [
    { line: "workspace", description: csvText(workspace.name), reason: workspace.id },
    {
      line: "period",
      day: month,
      time_utc: statement.from.toISOString(),
      description: csvText(`${month}, days in ${zones.join(", then ")}`),
    },
    { line: isFinished ? "finished" : "unfinished", time_utc: readAt.toISOString() },
    { line: "opening_balance", description: "Opening balance", balance_usd: dollarsText(openingNanos) },
    ...entryLines(statement),
    {
      line: "usage",
      description: "Usage",
      requests: requestsOf(statement.byModel),
      amount_usd: debit(statement.usedNanos),
    },
    { line: "closing_balance", description: "Closing balance", balance_usd: dollarsText(closingNanos) },
    ...usageLines("usage_by_model", statement.byModel),
    ...usageLines("usage_by_key", statement.byKey),
  ];
  const count = lines.length;
  return [
    csvLine(columns),
    ...lines.map(textOf),
    textOf({ line: "end", description: `${count} lines` }),
  ].join("");
}

function entryLines({ sections }: Statement): Cells[] {
  return sections.flatMap(({ kind, entries }) =>
    entries.map((entry) => ({
      line: kind,
      day: entry.day,
      time_utc: entry.createdAt.toISOString(),
      number: entry.number,
      description: csvText(transferLabel(entry.code)),
      purchase_id: csvText(entry.purchaseId),
      reason: csvText(entry.reason),
      amount_usd: dollarsText(entry.amountNanos),
    })),
  );
}

function usageLines(line: string, { lines, inProgressNanos }: ItemizedUsage): Cells[] {
  const parts: Cells[] = lines.map(({ name, label, requests, costNanos }) => ({
    line,
    description: csvText(name),
    reason: csvText(label),
    requests,
    part_usd: debit(costNanos),
  }));
  if (inProgressNanos === 0n) return parts;
  return [...parts, { line, description: inProgressName, part_usd: debit(inProgressNanos) }];
}

function debit(costNanos: Nanos): string {
  return dollarsText(-costNanos);
}

function textOf(cells: Cells): string {
  return csvLine(columns.map((name) => cells[name] ?? ""));
}
