import { dollarsText, type Nanos } from "@/lib/kernel/money";
import type { CheckName, DriftKind, DriftRow, ReconciliationCheck } from "./reconciliation-result";

const names: Readonly<Record<CheckName, string>> = {
  usage: "Recorded usage",
  purchases: "Purchases",
  stripe: "Stripe balance",
};

/** What a check compares the ledger with, as a label. */
export function checkLabel(name: CheckName): string {
  return names[name];
}

const kinds: Readonly<Record<DriftKind, string>> = {
  usage: "Debits differ from recorded usage",
  wrong_transfers: "Transfers differ from the purchase",
  orphan: "Transfer without a purchase",
  missing: "At Stripe, not in the ledger",
  extra: "Credited, not at Stripe",
  wrong_amount: "Another amount at Stripe",
  wrong_currency: "Another currency at Stripe",
};

/** How a row differs, as a label. */
export function driftLabel(kind: DriftKind): string {
  return kinds[kind];
}

/** An amount with all nine decimals, so that no drift is ever rounded away: "$0.000000000". */
export function exactDollars(nanos: Nanos): string {
  const [whole = "0", fraction = ""] = dollarsText(nanos < 0n ? -nanos : nanos).split(".");
  return `${nanos < 0n ? "-" : ""}$${whole}.${fraction.padEnd(9, "0")}`;
}

/** One line about a check, for the terminal. */
export function checkSentence({ name, driftNanos, count }: ReconciliationCheck): string {
  const rows = count === 0 ? "" : ` in ${count} ${count === 1 ? "row" : "rows"}`;
  return `${checkLabel(name)}: ${exactDollars(driftNanos)}${rows}`;
}

/** One line about a row that differs, for the terminal. */
export function rowSentence(row: DriftRow): string {
  const where = row.purchaseId && row.purchaseId !== row.id ? ` (purchase ${row.purchaseId})` : "";
  const amounts = `ledger ${exactDollars(row.ledgerNanos)}, other side ${exactDollars(row.otherNanos)}`;
  return `${driftLabel(row.kind)}: ${row.id}${where}, ${amounts}`;
}
