import { CopyValue } from "@/components/ui/actions/copy-value";
import { classes } from "@/components/ui/classes";
import { useFormats } from "@/components/ui/formats";
import type { FeedTotals as Totals } from "@/lib/activity/rules/feed-item";
import { dollarsText } from "@/lib/kernel/money";
import type { FeedHeader } from "./feed-columns";

type FeedTotalsProps = {
  readonly totals: Totals;
  /** The columns of the table; the first two are those of time and model. */
  readonly headers: readonly FeedHeader[];
};

/**
 * The sum of all listed requests to the nano-dollar, under their costs as in an account book; it equals the sum of the
 * chart.
 */
export function FeedTotals({ totals, headers }: FeedTotalsProps) {
  const formats = useFormats();
  const requests = BigInt(totals.requests);
  const cost = BigInt(totals.costNanos);
  return (
    <tfoot role="rowgroup" className="@max-[40rem]/table:block">
      <tr
        role="row"
        className="total-rule border-t border-t-line font-medium @max-[40rem]/table:flex @max-[40rem]/table:items-center @max-[40rem]/table:justify-between @max-[40rem]/table:py-2"
      >
        <th
          role="rowheader"
          scope="row"
          colSpan={2}
          className="tabular text-left font-medium @min-[40rem]/table:h-10 @min-[40rem]/table:pl-4"
        >
          {formats.count(requests)} {requests === 1n ? "request" : "requests"}
        </th>
        {headers.slice(2).map(({ header, className }) =>
          header === "Cost" ? (
            <td key={header} role="cell" className="text-right @min-[40rem]/table:px-3">
              <CopyValue value={dollarsText(cost)} label="total" align="end">
                {formats.dollars(cost, { decimals: 9 })}
              </CopyValue>
            </td>
          ) : (
            <td key={header} role="cell" className={classes(className, "@max-[40rem]/table:hidden")} />
          ),
        )}
      </tr>
    </tfoot>
  );
}
