import { ProgressBar } from "@/components/ui/feedback/progress-bar";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { periodSpend, periodSpendText } from "@/lib/keys/rules/key-condition";
import type { Key } from "@/lib/keys/rules/key-view";
import { limitPercent, nextReset } from "@/lib/ledger/rules/spend-limit";

type KeySpendProps = {
  readonly row: Key;
  readonly now: Date;
  /** The header says that it is this month's spend, because no key of the page has a limit. */
  readonly isOfMonth: boolean;
};

/**
 * What a key has spent in the period of its limit, with a bar; this month's spend without a limit. Where the table is
 * narrow it is the amount alone: the limit stands below it.
 */
export async function KeySpend({ row, now, isOfMonth }: KeySpendProps) {
  const formats = await viewerFormats();
  const amount = formats.dollars(periodSpend(row));
  return (
    <>
      <span className="tabular @min-[40rem]/table:hidden">{amount}</span>
      <div className="@max-[40rem]/table:hidden">
        {row.limitNanos === null ? (
          <span className="tabular whitespace-nowrap">
            {isOfMonth ? (
              <span className="inline-block min-w-16 text-right">{amount}</span>
            ) : (
              periodSpendText(row, formats)
            )}{" "}
            <span className="text-ink-muted">· no limit</span>
          </span>
        ) : (
          <LimitBar row={row} limitNanos={row.limitNanos} now={now} />
        )}
      </div>
    </>
  );
}

type LimitBarProps = { readonly row: Key; readonly limitNanos: bigint; readonly now: Date };

async function LimitBar({ row, limitNanos, now }: LimitBarProps) {
  const formats = await viewerFormats();
  const reset = nextReset(row.limitReset, now);
  return (
    <div className="w-60">
      <ProgressBar
        label={`Usage of key ${row.name}`}
        percent={limitPercent(periodSpend(row), limitNanos)}
        text={periodSpendText(row, formats)}
        // A reset is at most a month away.
        note={reset ? `resets ${formats.shortDay(reset, "UTC")}` : undefined}
      />
    </div>
  );
}
