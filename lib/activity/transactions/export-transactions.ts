import "server-only";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { dollarsText, type Nanos } from "@/lib/kernel/money";
import { assert } from "@/lib/kernel/assert";
import { kindName } from "@/lib/ledger/rules/transfer-kind";
import { transferLabel } from "@/lib/ledger/rules/transfer-label";
import { refreshUsage } from "../fold-usage";
import { readMatching } from "../internal/statement/matching-rows";
import { hashedLines } from "../internal/hashed-lines";
import { readScope } from "../internal/read-scope";
import { findPlace, readRows, type Source } from "../internal/statement/read-statement";
import * as statement from "../internal/statement/statement-rows";
import { csvLine, csvText } from "../rules/csv";
import { zonesText } from "../rules/reporting-calendar";
import { isFiltered, noFilter, type TransactionFilter } from "../rules/transaction-filter";
import type { Transaction } from "../rules/transactions";

/** Rows that are read together, in one snapshot. */
const pageSize = 5_000;

/**
 * Streams the transactions that match a filter as CSV, newest first, never truncated, with exact amounts: a line per
 * posting, and one per day of usage. The last line says that the file is complete: its rows, their sum, the filter, the
 * zone of its days, and the SHA-256 of all lines before it.
 *
 * Each page is read in its own snapshot, so that no transaction stays open as long as a slow download. What is added
 * meanwhile is newer than every row that is still to come, and changes no balance below it. The exception, a request
 * that is settled after midnight, belongs to the first page, unless that has 5,000 rows of two days. Without a filter
 * the balances must lead to zero below the oldest row; else the export throws, which aborts the download.
 */
export async function* exportTransactions(
  actor: Actor,
  filter: TransactionFilter = noFilter,
  rowsPerPage = pageSize,
): AsyncGenerator<string> {
  await refreshUsage();
  const { calendar } = await readScope(actor, systemClock());
  const hash = hashedLines();
  yield hash.add(header);
  let [cursor, count, sumNanos]: [string | null, number, Nanos] = [null, 0, 0n];
  let below: Nanos | null = null;
  for (let size = rowsPerPage; size === rowsPerPage;) {
    const rows = await statement.inSnapshot((client) =>
      readPage({ client, workspaceId: actor.workspaceId, calendar }, filter, cursor, rowsPerPage),
    );
    below = isFiltered(filter) ? 0n : leadsTo(rows, below);
    size = rows.length;
    cursor = rows.at(-1)?.id ?? cursor;
    count += size;
    sumNanos += rows.reduce((sum, { amountNanos }) => sum + amountNanos, 0n);
    if (size > 0) yield hash.add(rows.map((row) => lineOf(row, isAdmin(actor))).join(""));
  }
  assert(below === null || below === 0n, "the balances lead to zero");
  yield endLine({ count, sumNanos, filter, zones: zonesText(calendar), digest: hash.digest() });
}

async function readPage(
  source: Source,
  filter: TransactionFilter,
  cursor: string | null,
  limit: number,
): Promise<Transaction[]> {
  const place = await findPlace(source, cursor);
  const pending = await statement.pendingUsage(source.client, source.workspaceId);
  return isFiltered(filter)
    ? readMatching(source, filter, place, { pending, limit })
    : readRows(source, place, pending, limit);
}

/** The balance below the last row; throws when the rows do not go on from the balance below the page before. */
function leadsTo(rows: readonly Transaction[], above: Nanos | null): Nanos | null {
  let balance = above;
  for (const row of rows) {
    assert(balance === null || row.balanceNanos === balance, "each balance goes on from the one above");
    balance = row.balanceNanos - row.amountNanos;
  }
  return balance;
}

const header = csvLine([
  "number",
  "day",
  "time_utc",
  "description",
  "reason",
  "reference",
  "requests",
  "amount_usd",
  "balance_usd",
  "purchase_id",
  "transaction_id",
]);

/** Purchases are not for members. */
function lineOf(row: Transaction, seesPurchases: boolean): string {
  const amounts = [dollarsText(row.amountNanos), dollarsText(row.balanceNanos)] as const;
  if (row.kind === "usage")
    return csvLine(["", row.day, "", "Usage", "", "", row.requests, ...amounts, "", ""]);
  const { id, number, day, createdAt, code, reason, reference, purchaseId } = row;
  return csvLine([
    number,
    day,
    createdAt.toISOString(),
    csvText(transferLabel(code)),
    csvText(reason),
    csvText(seesPurchases ? reference : null),
    "",
    ...amounts,
    csvText(seesPurchases ? purchaseId : null),
    id,
  ]);
}

type End = {
  readonly count: number;
  readonly sumNanos: Nanos;
  readonly filter: TransactionFilter;
  readonly zones: string;
  readonly digest: string;
};

/** Its figures are text, so that the columns above it can be summed. */
function endLine({ count, sumNanos, filter: { kind, search }, zones, digest }: End): string {
  const facts = [
    `${count} rows`,
    `sum ${dollarsText(sumNanos)}`,
    `kind: ${kind === null ? "all" : kindName(kind)}`,
    ...(search ? [`search: ${search}`] : []),
    `days in ${zones}`,
    `SHA-256 of the lines above: ${digest}`,
  ];
  return csvLine(["end", "", "", "End of file", csvText(facts.join("; ")), "", "", "", "", ""]);
}
