import type { MouseEvent, RefObject } from "react";
import type { FeedItem, FeedTotals as Totals } from "@/lib/activity/rules/feed-item";
import { groupByDay } from "@/lib/activity/rules/feed-days";
import { classes } from "@/components/ui/classes";
import { useFormats } from "@/components/ui/formats";
import { useActivityAddress } from "../activity-address";
import { type FeedHeader, useFeedColumns } from "./feed-columns";
import { FeedRow } from "./feed-row";
import { FeedTotals } from "./feed-totals";
import { rowLinks } from "./use-feed-keys";

type FeedTableProps = {
  readonly table: RefObject<HTMLTableElement | null>;
  readonly items: readonly FeedItem[];
  readonly totals: Totals;
  /** Ids of the rows that were on the page when it was rendered. */
  readonly known: ReadonlySet<string>;
  /** The request whose sheet is open. */
  readonly opened: string | null;
  readonly zone: string;
  /** When the page was rendered. */
  readonly now: string;
};

const headers: readonly FeedHeader[] = [
  { header: "Time", column: null, className: "pl-4 text-left" },
  { header: "Model", column: null, className: "text-left" },
  {
    header: "App and key",
    column: "origin",
    className: "text-left @min-[40rem]/table:@max-[50rem]/table:hidden",
  },
  {
    header: "End user",
    column: "endUser",
    className: "text-left @min-[40rem]/table:@max-[50rem]/table:hidden",
  },
  { header: "Tokens in → out", column: "tokens", className: "text-right" },
  { header: "Cost", column: null, className: "text-right" },
  { header: "First token", column: "firstToken", className: "text-right @max-[50rem]/table:hidden" },
  { header: "Throughput", column: "throughput", className: "text-right @max-[50rem]/table:hidden" },
  { header: "Duration", column: "duration", className: "text-right @max-[50rem]/table:hidden" },
  { header: "Status", column: null, className: "pr-4 text-left", isBare: true },
];

/**
 * The rows of the feed below a heading for each day, which stays in view, and their total. Not a `DataTable`: that one has no groups, and
 * its rows are no links.
 */
export function FeedTable({ table, items, totals, known, opened, zone, now }: FeedTableProps) {
  const formats = useFormats();
  const address = useActivityAddress();
  const { columns } = useFeedColumns();
  const shown = headers.filter(({ column }) => column === null || columns.has(column));
  return (
    <div className="table-box min-w-0">
      <table ref={table} role="table" onClick={openRow} className="data-table w-full border-collapse text-sm">
        <caption className="sr-only">Requests, newest first, times in {zone}</caption>
        <thead role="rowgroup">
          <tr role="row" className="border-b border-line">
            {shown.map(({ header, className, isBare }) => (
              <th
                key={header}
                role="columnheader"
                scope="col"
                className={classes(
                  "h-8 px-3 text-xs font-medium whitespace-nowrap text-ink-muted",
                  className,
                )}
              >
                {isBare ? <span className="sr-only">{header}</span> : header}
              </th>
            ))}
          </tr>
        </thead>
        {groupByDay(items, { zone, now, formats }).map(({ day, heading, items: ofDay }) => (
          <tbody key={day} role="rowgroup" className="divide-y divide-line">
            <tr role="row" className="sticky top-13 z-10 min-h-0 border-b border-line bg-surface">
              <th
                role="rowheader"
                scope="rowgroup"
                colSpan={shown.length}
                className="text-left text-xs font-medium text-ink-muted @min-[40rem]/table:h-8 @min-[40rem]/table:px-4"
              >
                {heading}
              </th>
            </tr>
            {ofDay.map((item) => (
              <FeedRow
                key={item.id}
                item={item}
                columns={columns}
                zone={zone}
                href={address({ generation: item.wireId })}
                isOpen={item.wireId === opened}
                isNew={!known.has(item.id)}
              />
            ))}
          </tbody>
        ))}
        <FeedTotals totals={totals} headers={shown} />
      </table>
    </div>
  );
}

/** A click beside the link, on a value with a title, opens the row like one on the link: also in a new tab. */
function openRow(event: MouseEvent<HTMLTableElement>): void {
  if (!(event.target instanceof Element) || event.target.closest("a")) return;
  if (window.getSelection()?.isCollapsed === false) return;
  const { ctrlKey, metaKey, shiftKey } = event;
  event.target
    .closest("tr")
    ?.querySelector(rowLinks)
    ?.dispatchEvent(
      new window.MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }),
    );
}
