import { CopyValue } from "@/components/ui/actions/copy-value";
import { useFormats } from "@/components/ui/formats";
import type { FeedTotals as Totals } from "@/lib/activity/rules/feed-item";
import { dollarsText } from "@/lib/kernel/money";

type FeedTotalsProps = {
  readonly totals: Totals;
  /** Which of the counted requests are not listed. */
  readonly note: string | null;
};

/** The sum of all listed requests to the nano-dollar, as in an account book; it equals the sum of the chart. */
export function FeedTotals({ totals, note }: FeedTotalsProps) {
  const formats = useFormats();
  const requests = BigInt(totals.requests);
  const cost = BigInt(totals.costNanos);
  return (
    <div className="border-t border-line">
      <dl
        aria-label="Total"
        className="total-rule flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2 font-medium"
      >
        <dt className="tabular">
          {formats.count(requests)} {requests === 1n ? "request" : "requests"}
        </dt>
        <dd>
          <CopyValue value={dollarsText(cost)} label="total" align="end">
            {formats.dollars(cost, { decimals: 9 })}
          </CopyValue>
        </dd>
      </dl>
      {note ? <p className="px-4 pt-2 text-sm text-ink-muted">{note}</p> : null}
    </div>
  );
}
