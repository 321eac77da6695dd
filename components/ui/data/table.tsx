import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";

type Sort = "ascending" | "descending" | "none";

export type Column<Row> = {
  readonly id: string;
  /** Shown above the column. */
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Right-aligned, with tabular figures. */
  readonly numeric?: boolean;
  /** Identifies the row for screen readers; one column, usually the first. */
  readonly rowHeader?: boolean;
  /** Link to the same page sorted by this column; absent when it cannot be sorted. */
  readonly sortHref?: string;
  readonly sort?: Sort;
  /** For buttons: a header for screen readers only. */
  readonly bare?: boolean;
  /**
   * Its place when the table is narrow and each row has two lines: title and amount on the first, details and status on
   * the second. By default the row header is the title, the first numeric column the amount, a bare one the actions, and
   * any other a detail with its header before it. A detail that is null is absent there, and a dash in wide tables.
   */
  readonly phone?: PhonePlace;
};

type PhonePlace = "title" | "amount" | "detail" | "status" | "actions" | "hidden";

/** Rows under a heading that has their sums, such as a month of an account book. */
export type RowGroup<Row> = {
  readonly id: string;
  readonly rows: readonly Row[];
  /** The cells of the heading row by column id. */
  readonly total: Readonly<Record<string, ReactNode>>;
};

type DataTableProps<Row> = {
  /** Describes the table to screen readers; visible with `captionShown`. */
  readonly caption: string;
  readonly captionShown?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The same rows in groups. */
  readonly groups?: readonly RowGroup<Row>[];
  /** Shown instead of rows. */
  readonly empty?: ReactNode;
};

/**
 * A semantic table; where it is narrower than 640 px each row has two lines. The roles are explicit because
 * `display: block` removes the browser's own table semantics.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, captionShown, columns, rows, rowKey, empty } = props;
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>;
  const groups = props.groups ?? [{ id: "all", rows, total: null }];
  const amount = columns.find((column) => column.phone === "amount" || (column.numeric && !column.phone));
  return (
    <div className="table-box min-w-0 overflow-x-auto" tabIndex={-1}>
      <table role="table" className="data-table w-full border-collapse text-sm">
        <caption
          className={
            captionShown
              ? "px-[var(--row-inset,0)] py-2 text-left text-sm text-ink-muted @min-[40rem]/table:px-4"
              : "sr-only"
          }
        >
          {caption}
        </caption>
        <thead role="rowgroup">
          <tr role="row" className="border-b border-line">
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} />
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.id} role="rowgroup" className="divide-y divide-line">
            {group.total ? (
              <tr role="row" className="border-b border-line">
                {columns.map((column) => (
                  <BodyCell key={column.id} column={column} isAmount={column === amount} isTotal>
                    {group.total[column.id]}
                  </BodyCell>
                ))}
              </tr>
            ) : null}
            {group.rows.map((row) => (
              <tr
                key={rowKey(row)}
                role="row"
                className="transition-colors duration-120 hover:bg-surface-sunken"
              >
                {columns.map((column) => (
                  <BodyCell key={column.id} column={column} isAmount={column === amount}>
                    {column.cell(row)}
                  </BodyCell>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

const sortIcons = { ascending: ArrowUp, descending: ArrowDown, none: ArrowUpDown } as const;

function HeaderCell<Row>({ column }: { readonly column: Column<Row> }) {
  const Icon = sortIcons[column.sort ?? "none"];
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={column.sortHref ? (column.sort ?? "none") : undefined}
      className={classes(
        "h-8 px-3 text-xs font-medium whitespace-nowrap text-ink-muted first:pl-4 last:pr-4",
        column.numeric ? "text-right" : "text-left",
      )}
    >
      {column.sortHref ? (
        <Link
          href={column.sortHref}
          scroll={false}
          className="inline-flex items-center gap-1 rounded-sm hover:text-ink"
        >
          {column.header}
          <Icon aria-hidden className="size-3.5" />
        </Link>
      ) : column.bare ? (
        <span className="sr-only">{column.header}</span>
      ) : (
        column.header
      )}
    </th>
  );
}

type BodyCellProps<Row> = {
  readonly column: Column<Row>;
  readonly isAmount: boolean;
  readonly isTotal?: boolean;
  readonly children: ReactNode;
};

function BodyCell<Row>({ column, isAmount, isTotal = false, children }: BodyCellProps<Row>) {
  const className = classes(
    "align-middle",
    column.numeric ? "tabular text-right whitespace-nowrap" : "text-left",
    column.rowHeader ? "text-base font-medium" : isTotal ? "font-medium" : "font-normal",
  );
  const usual = column.phone ?? defaultPlace(column, isAmount);
  const isMissing = usual === "detail" && children === null;
  const place = isMissing ? "hidden" : usual;
  const label = place === "detail" && !column.phone && !isTotal ? column.header : undefined;
  return column.rowHeader ? (
    <th role="rowheader" scope="row" data-phone={place} data-label={label} className={className}>
      <div className="min-w-0">{children}</div>
    </th>
  ) : (
    <td role="cell" data-phone={place} data-label={label} className={className}>
      <div className="min-w-0">{isMissing ? "–" : children}</div>
    </td>
  );
}

function defaultPlace<Row>(column: Column<Row>, isAmount: boolean): PhonePlace {
  if (column.rowHeader) return "title";
  if (column.bare) return "actions";
  return isAmount ? "amount" : "detail";
}
