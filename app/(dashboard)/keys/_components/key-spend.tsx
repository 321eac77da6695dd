import { ProgressBar } from "@/components/ui/feedback/progress-bar";
import { formatDay } from "@/lib/kernel/format";
import { periodSpend } from "@/lib/keys/rules/key-condition";
import type { Key } from "@/lib/keys/rules/key-view";
import { limitPercent, nextReset } from "@/lib/ledger/rules/spend-limit";

/** What a key has spent in the period of its limit, with a bar; this month's spend without a limit. */
export function KeySpend({ row, now }: { readonly row: Key; readonly now: Date }) {
  const { nanos, text } = periodSpend(row);
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
        percent={limitPercent(nanos, row.limitNanos)}
        text={text}
        note={reset ? `resets ${shortDay(reset)}` : undefined}
      />
    </div>
  );
}

/** "Dec 1": a reset is at most a month away. */
function shortDay(day: Date): string {
  return formatDay(day, "UTC").replace(/, \d{4}$/, "");
}
