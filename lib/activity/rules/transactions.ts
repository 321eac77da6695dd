import type { Nanos } from "@/lib/kernel/money";

/** A transfer of the ledger that changed the balance, other than usage. */
type Posting = {
  readonly id: string;
  /** Counts the workspace's postings from 1, oldest first. */
  readonly number: number;
  readonly createdAt: Date;
  readonly code: string;
  readonly reason: string | null;
  /** The purchase that it credits or takes back; null for other postings. */
  readonly purchaseId: string | null;
  /** The buyer's own for that purchase, such as a purchase order number. */
  readonly reference: string | null;
  /** From the wallet's point of view: positive for credits, negative for debits. */
  readonly amountNanos: Nanos;
};

/** What the requests of one calendar day cost. */
type UsageOfDay = { readonly day: string; readonly requests: bigint; readonly costNanos: Nanos };

type Entry = {
  /** The posting's id, or the day of usage; also the cursor of the rows below it. */
  readonly id: string;
  /** "2026-11-21", in the workspace's calendar. */
  readonly day: string;
  readonly amountNanos: Nanos;
  /** The balance after this transaction and everything below it. */
  readonly balanceNanos: Nanos;
};

/** A row of the statement. Usage is one row per day, the last of its day. */
export type Transaction = Entry &
  (
    | { readonly kind: "usage"; readonly requests: bigint }
    | ({ readonly kind: "posting" } & Pick<
        Posting,
        "number" | "createdAt" | "code" | "reason" | "purchaseId" | "reference"
      >)
  );

type Lists = {
  /** Newest first, each with a cost. */
  readonly usage: readonly UsageOfDay[];
  /** Newest first. */
  readonly postings: readonly (Posting & { readonly day: string })[];
  /** The balance above the first row. */
  readonly balanceNanos: Nanos;
};

/** Merges usage and postings, newest first, and computes the balance after each. */
export function mergeTransactions({ usage, postings, balanceNanos }: Lists): Transaction[] {
  const rows: Transaction[] = [];
  let balance = balanceNanos;
  let next = 0;
  const take = (row: Transaction) => {
    rows.push(row);
    balance -= row.amountNanos;
  };
  const takePostings = (isAbove: (day: string) => boolean) => {
    for (let posting = postings[next]; posting && isAbove(posting.day); posting = postings[++next]) {
      take({ kind: "posting", ...posting, balanceNanos: balance });
    }
  };
  for (const { day, requests, costNanos } of usage) {
    takePostings((other) => other > day);
    take({ kind: "usage", id: day, day, requests, amountNanos: -costNanos, balanceNanos: balance });
  }
  takePostings(() => true);
  return rows;
}

/** The sums of a whole calendar month. */
export type MonthTotal = {
  /** "2026-11" */
  readonly month: string;
  /** Credits added. */
  readonly addedNanos: Nanos;
  /** Debits other than usage, such as refunds; not negative. */
  readonly removedNanos: Nanos;
  readonly usedNanos: Nanos;
};

/** Sums changes by month, newest month first. */
export function monthTotals(
  usage: readonly { readonly day: string; readonly costNanos: Nanos }[],
  postings: readonly { readonly day: string; readonly amountNanos: Nanos }[],
): MonthTotal[] {
  const totals = new Map<string, MonthTotal>();
  const add = (day: string, change: Partial<Omit<MonthTotal, "month">>) => {
    const month = day.slice(0, 7);
    const { addedNanos = 0n, removedNanos = 0n, usedNanos = 0n } = totals.get(month) ?? {};
    totals.set(month, {
      month,
      addedNanos: addedNanos + (change.addedNanos ?? 0n),
      removedNanos: removedNanos + (change.removedNanos ?? 0n),
      usedNanos: usedNanos + (change.usedNanos ?? 0n),
    });
  };
  for (const { day, costNanos } of usage) add(day, { usedNanos: costNanos });
  for (const { day, amountNanos } of postings) {
    add(day, amountNanos > 0n ? { addedNanos: amountNanos } : { removedNanos: -amountNanos });
  }
  return [...totals.values()].toSorted((one, other) => (one.month < other.month ? 1 : -1));
}
