import { ArrowLeftRight } from "lucide-react";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { RunningNumber } from "@/components/product/running-number";
import { LinkButton } from "@/components/ui/actions/link-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { type Column, DataTable, type RowGroup } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import type { TransactionPage } from "@/lib/activity/transactions/list-transactions";
import { isFiltered, noFilter, type TransactionFilter } from "@/lib/activity/rules/transaction-filter";
import type { MonthTotal, Transaction } from "@/lib/activity/rules/transactions";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Formats } from "@/lib/kernel/format";
import { columnDecimals, type Nanos } from "@/lib/kernel/money";
import { paths, purchaseHref } from "@/lib/kernel/paths";
import { transferLabel } from "@/lib/ledger/rules/transfer-label";
import { monthName } from "@/lib/statements/rules/months";
import { dayText, shortDayText } from "./balance-table";
import { transactionsHref } from "./transaction-query";

type TransactionTableProps = {
  readonly page: TransactionPage;
  readonly filter: TransactionFilter;
  /** Whether the viewer sees the whole workspace: its receipts, and all requests of a day. */
  readonly seesAll: boolean;
};

/** Everything that changed the balance, by month, each row with the balance after it. */
export async function TransactionTable({ page, filter, seesAll }: TransactionTableProps) {
  const { rows, months, zone } = page;
  const formats = await viewerFormats();
  const decimals = columnDecimals(rows.map(({ amountNanos }) => amountNanos));
  const columns: readonly Column<Transaction>[] = [
    {
      id: "date",
      header: "Date",
      phone: "detail",
      cell: (row) =>
        row.kind === "usage" ? (
          <time dateTime={row.day} className="tabular whitespace-nowrap">
            {shortDayText(row.day, formats)}
          </time>
        ) : (
          <Moment at={row.createdAt} zone={zone} show="short-day" />
        ),
    },
    {
      id: "description",
      header: "Description",
      rowHeader: true,
      cell: (row) => <Description row={row} seesAll={seesAll} formats={formats} />,
    },
    {
      id: "amount",
      header: "Amount",
      numeric: true,
      cell: ({ amountNanos }) => <Money nanos={amountNanos} decimals={decimals} signed />,
    },
    {
      id: "balance",
      header: "Balance after",
      numeric: true,
      phone: "status",
      cell: ({ balanceNanos }) => <BalanceAfter nanos={balanceNanos} decimals={decimals} />,
    },
  ];
  const empty = isFiltered(filter) ? (
    <EmptyState
      icon={<ArrowLeftRight aria-hidden />}
      title="No transactions match"
      action={<LinkButton href={transactionsHref(noFilter)}>Show all transactions</LinkButton>}
    >
      Search looks at descriptions, reasons, numbers and IDs. Usage is not searched.
    </EmptyState>
  ) : (
    <EmptyState icon={<ArrowLeftRight aria-hidden />} title="No transactions yet">
      Credits you add and requests you make appear here with exact amounts.
    </EmptyState>
  );
  return (
    <DataTable
      caption={`Transactions by month, newest first, days in ${zone}`}
      columns={columns}
      rows={rows}
      groups={months.map((month) => groupOf(month, rows, { decimals, formats }))}
      rowKey={({ id }) => id}
      empty={empty}
    />
  );
}

function groupOf(
  month: MonthTotal,
  rows: readonly Transaction[],
  { decimals, formats }: { readonly decimals: number; readonly formats: Formats },
): RowGroup<Transaction> {
  const { addedNanos, removedNanos, usedNanos } = month;
  return {
    id: month.month,
    rows: rows.filter(({ day }) => day.startsWith(month.month)),
    total: {
      description: (
        <>
          {monthName(month.month)} <Sums month={month} formats={formats} />
        </>
      ),
      // Rounded like the balances beside it, so that the first month's total is the balance after it.
      amount: <Money nanos={addedNanos - removedNanos - usedNanos} decimals={decimals} signed floor />,
    },
  };
}

type SumsProps = { readonly month: MonthTotal; readonly formats: Formats };

/**
 * What makes up the total; a sum of nothing is left out. In narrow tables it has a line of its own, where gaps separate the
 * sums: a dot would hang at the end of a line that breaks.
 */
function Sums({ month: { addedNanos, removedNanos, usedNanos }, formats }: SumsProps) {
  const sums = [
    ["added", addedNanos] as const,
    ["taken back", removedNanos] as const,
    ["used", usedNanos] as const,
  ].filter(([, nanos]) => nanos > 0n);
  return (
    <span className="inline-flex flex-wrap gap-x-1 font-normal text-ink-muted @max-[40rem]/table:flex @max-[40rem]/table:gap-x-3 @max-[40rem]/table:text-sm">
      {sums.map(([word, nanos], index) => (
        <span key={word} className="whitespace-nowrap">
          {index > 0 ? <span className="@max-[40rem]/table:hidden">· </span> : null}
          {formats.dollars(nanos)} {word}
        </span>
      ))}
    </span>
  );
}

type DescriptionProps = {
  readonly row: Transaction;
  readonly seesAll: boolean;
  readonly formats: Formats;
};

function Description({ row, seesAll, formats }: DescriptionProps) {
  if (row.kind === "usage") {
    const requests = `${formats.count(row.requests)} ${row.requests === 1n ? "request" : "requests"}`;
    if (!seesAll) return `Usage · ${requests}`;
    return (
      <>
        Usage ·{" "}
        <TextLink href={`${paths.activity}?from=${row.day}&to=${row.day}`} tone="quiet">
          {requests}
          <span className="sr-only"> on {dayText(row.day, formats)}</span>
        </TextLink>
      </>
    );
  }
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      {row.purchaseId && seesAll ? (
        <TextLink href={purchaseHref(row.purchaseId)} tone="quiet">
          {transferLabel(row.code)}
        </TextLink>
      ) : (
        transferLabel(row.code)
      )}
      <RunningNumber number={row.number} />
      {row.reference && seesAll ? (
        <span className="text-sm font-normal text-ink-muted break-id">{row.reference}</span>
      ) : null}
      {row.reason && row.code !== "purchase" ? (
        <span className="text-sm font-normal text-ink-muted break-id">{row.reason}</span>
      ) : null}
    </span>
  );
}

function BalanceAfter({ nanos, decimals }: { readonly nanos: Nanos; readonly decimals: number }) {
  return (
    <span className={nanos < 0n ? "text-danger" : "text-ink-muted"}>
      <span className="hidden @max-[40rem]/table:inline">Balance </span>
      <Money nanos={nanos} decimals={decimals} floor />
    </span>
  );
}
