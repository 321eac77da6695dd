import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";

type FigureRow = {
  readonly name: ReactNode;
  /** Identifies the row where names repeat. */
  readonly id?: string;
  /** Right-aligned. */
  readonly cells: readonly string[];
};

type FigureTableProps = {
  readonly caption: string;
  /** Of the name, then of each cell. */
  readonly heads: readonly string[];
  readonly rows: readonly FigureRow[];
  readonly total?: FigureRow;
  /** Shown instead of rows. */
  readonly empty?: string;
  readonly note?: string | undefined;
};

/**
 * As narrow as its figures. The names take the rest of the width, so that the columns of two tables with the same totals
 * are one below the other.
 */
const figureCell = "w-px whitespace-nowrap";

/** Names with figures, and their total under a double rule. It never scrolls sideways: names wrap. */
export function FigureTable({ caption, heads, rows, total, empty, note }: FigureTableProps) {
  return (
    <section className="flex min-w-0 flex-col gap-1">
      <table className="tabular w-full border-collapse max-sm:text-sm">
        <caption className="pb-1 text-left text-base font-medium">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-xs text-ink-muted">
            {heads.map((head, index) => (
              <th
                key={head}
                scope="col"
                className={classes(
                  "py-1 font-medium",
                  index === 0 ? "text-left" : `pl-4 text-right max-sm:pl-2 ${figureCell}`,
                )}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row, index) => (
            <Line key={row.id ?? index} row={row} />
          ))}
          {rows.length === 0 && empty ? (
            <tr>
              <td colSpan={heads.length} className="py-1.5 text-ink-muted">
                {empty}
              </td>
            </tr>
          ) : null}
          {total ? <Line row={total} isTotal /> : null}
        </tbody>
      </table>
      {note ? <p className="text-sm text-ink-muted">{note}</p> : null}
    </section>
  );
}

function Line({
  row: { name, cells },
  isTotal = false,
}: {
  readonly row: FigureRow;
  readonly isTotal?: boolean;
}) {
  return (
    <tr className={isTotal ? "total-rule border-t border-t-line-strong font-semibold" : undefined}>
      <th
        scope="row"
        className={classes(
          "min-w-0 py-1.5 text-left break-id",
          isTotal ? "font-semibold" : "font-normal text-ink-muted",
        )}
      >
        {name}
      </th>
      {cells.map((cell, index) => (
        <td key={index} className={`py-1.5 pl-4 text-right align-top max-sm:pl-2 ${figureCell}`}>
          {cell}
        </td>
      ))}
    </tr>
  );
}
