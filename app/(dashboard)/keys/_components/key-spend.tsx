import { ProgressBar } from "@/components/ui/feedback/progress-bar";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { periodSpend, periodSpendText } from "@/lib/keys/rules/key-condition";
import type { Key } from "@/lib/keys/rules/key-view";
import { limitPercent, nextReset } from "@/lib/ledger/rules/spend-limit";

/** What a key has spent in the period of its limit, with a bar; this month's spend without a limit. */
export async function KeySpend({ row, now }: { readonly row: Key; readonly now: Date }) {
  const formats = await viewerFormats();
  const text = periodSpendText(row, formats);
  if (row.limitNanos === null) {
    return (
      <span className="tabular whitespace-nowrap">
        {text} <span className="text-ink-muted">· no limit</span>
      </span>
    );
  }
  const reset = nextReset(row.limitReset, now);
  return (
    <div className="w-60 max-sm:w-44">
      <ProgressBar
        label={`Usage of key ${row.name}`}
        percent={limitPercent(periodSpend(row), row.limitNanos)}
        text={text}
        // A reset is at most a month away.
        note={reset ? `resets ${formats.shortDay(reset, "UTC")}` : undefined}
      />
    </div>
  );
}
