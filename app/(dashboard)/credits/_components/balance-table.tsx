import { Money } from "@/components/product/money";
import { type Column, DataTable } from "@/components/ui/data/table";
import { Disclosure } from "@/components/ui/layout/disclosure";
import type { BalanceDay } from "@/lib/activity/transactions/get-balance-history";
import type { Formats } from "@/lib/kernel/format";

const amountColumns: readonly Column<BalanceDay>[] = [
  {
    id: "balance",
    header: "Balance at the end",
    numeric: true,
    cell: ({ closingNanos }) => <Money nanos={closingNanos} decimals={4} floor />,
  },
  {
    id: "used",
    header: "Used",
    numeric: true,
    cell: ({ usedNanos }) => <Money nanos={usedNanos} decimals={4} />,
  },
  {
    id: "added",
    header: "Added",
    numeric: true,
    cell: ({ addedNanos }) => <Money nanos={addedNanos} decimals={2} />,
  },
];

/** The chart's data, newest day first. */
export function BalanceTable({
  days,
  formats,
}: {
  readonly days: readonly BalanceDay[];
  readonly formats: Formats;
}) {
  const columns: readonly Column<BalanceDay>[] = [
    { id: "day", header: "Day", rowHeader: true, cell: ({ day }) => dayText(day, formats) },
    ...amountColumns,
  ];
  return (
    <Disclosure summary="Show data as a table">
      <DataTable
        caption="Balance by day"
        columns={columns}
        rows={days.toReversed()}
        rowKey={({ day }) => day}
      />
    </Disclosure>
  );
}

/** "Nov 20, 2026": a calendar day has the same name in every zone. */
export function dayText(day: string, formats: Formats): string {
  return formats.day(noonOf(day), "UTC");
}

/** "Nov 20" */
export function shortDayText(day: string, formats: Formats): string {
  return formats.shortDay(noonOf(day), "UTC");
}

const noonOf = (day: string) => new Date(`${day}T12:00:00Z`);
