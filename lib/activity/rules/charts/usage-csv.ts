import type { Group } from "../usage-choice";
import type { Bucket } from "../buckets";
import { valueName } from "./chart-model";
import { csvLine, csvText } from "../csv";
import { dollarsText } from "@/lib/kernel/money";
import type { UsageRow } from "../usage-sums";

/** The sums behind a chart as CSV: one line per bucket and value, with the bucket's exact start and end. */
export function usageCsv(
  usage: {
    readonly rows: readonly UsageRow[];
    readonly buckets: readonly Bucket[];
    readonly names: ReadonlyMap<string, string>;
  },
  group: Group,
): string {
  const header = csvLine([
    "start_utc",
    "end_utc",
    group,
    "requests",
    "errors",
    "prompt_tokens",
    "completion_tokens",
    "reasoning_tokens",
    "cached_tokens",
    "cost_usd",
  ]);
  const lines = usage.rows.map((row) => {
    const bucket = usage.buckets[row.bucket];
    return csvLine([
      bucket?.start.toISOString() ?? "",
      bucket?.end.toISOString() ?? "",
      csvText(row.value === null ? "Other" : valueName(row.value, group, usage.names)),
      row.requests,
      row.errors,
      row.promptTokens,
      row.completionTokens,
      row.reasoningTokens,
      row.cachedTokens,
      dollarsText(row.costNanos),
    ]);
  });
  return header + lines.join("");
}
