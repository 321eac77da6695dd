import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { Money } from "@/components/product/money";
import { LinkButton } from "@/components/ui/actions/link-button";
import { Badge } from "@/components/ui/feedback/badge";
import { TextLink } from "@/components/ui/actions/text-link";
import { type Column, DataTable } from "@/components/ui/data/table";
import { columnDecimals } from "@/lib/kernel/money";
import { statementHref } from "@/lib/kernel/paths";
import type { StatementMonth } from "@/lib/statements/list-statements";
import { monthName } from "@/lib/statements/rules/months";

/** A statement for every month, newest first, with what it says in short. */
export function StatementTable({ months }: { readonly months: readonly StatementMonth[] }) {
  const amounts = months.flatMap(({ sums }) => (sums ? [sums.addedNanos, sums.usedNanos] : []));
  const decimals = columnDecimals(amounts);
  const columns: readonly Column<StatementMonth>[] = [
    monthColumn,
    {
      id: "state",
      header: "State",
      phone: "hidden",
      cell: ({ isFinished }) => (isFinished ? "Final" : <Badge>In progress</Badge>),
    },
    part("Added", ({ addedNanos }) => <Money nanos={addedNanos} decimals={decimals} />),
    part("Used", ({ usedNanos }) => <Money nanos={usedNanos} decimals={decimals} />),
    {
      id: "closing",
      header: "Closing balance",
      numeric: true,
      phone: "amount",
      cell: ({ sums }) => sums && <Money nanos={sums.closingNanos} decimals={decimals} floor />,
    },
    filesColumn,
  ];
  return (
    <DataTable
      caption="Monthly statements, newest first"
      columns={columns}
      rows={months}
      rowKey={({ month }) => month}
    />
  );
}

/** What is named beside its amount where rows are narrow. */
function part(
  header: "Added" | "Used",
  amount: (sums: NonNullable<StatementMonth["sums"]>) => ReactNode,
): Column<StatementMonth> {
  return {
    id: header.toLowerCase(),
    header,
    numeric: true,
    phone: "detail",
    cell: ({ sums }) =>
      sums && (
        <>
          <span className="hidden @max-[40rem]/table:inline">{header} </span>
          {amount(sums)}
        </>
      ),
  };
}

const monthColumn: Column<StatementMonth> = {
  id: "month",
  header: "Month",
  rowHeader: true,
  cell: ({ month, isFinished }) => (
    <>
      <TextLink href={statementHref(month)}>{monthName(month)}</TextLink>
      {isFinished ? null : (
        <span className="ml-2 hidden @max-[40rem]/table:inline">
          <Badge>In progress</Badge>
        </span>
      )}
    </>
  ),
};

const filesColumn: Column<StatementMonth> = {
  id: "files",
  header: "Download",
  phone: "status",
  cell: ({ month }) => (
    <span className="inline-flex gap-1 @max-[40rem]/table:-mr-2 @max-[40rem]/table:[&_svg]:hidden">
      {(["pdf", "csv"] as const).map((format) => (
        <LinkButton
          key={format}
          href={statementHref(month, format)}
          download
          size="small"
          variant="quiet"
          icon={<Download aria-hidden />}
        >
          {format.toUpperCase()}
          <span className="sr-only"> of {monthName(month)}</span>
        </LinkButton>
      ))}
    </span>
  ),
};
