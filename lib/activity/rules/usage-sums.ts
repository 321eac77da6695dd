import type { Bucket, Span } from "./buckets";
import type { Metric } from "./usage-choice";
import type { Formats } from "@/lib/kernel/format";
import type { Nanos } from "@/lib/kernel/money";

/** Sums over a set of generations. */
export type UsageSums = {
  readonly requests: bigint;
  readonly errors: bigint;
  readonly promptTokens: bigint;
  readonly completionTokens: bigint;
  readonly reasoningTokens: bigint;
  readonly cachedTokens: bigint;
  readonly costNanos: Nanos;
};

/** Sums of one bucket and one value of the requested dimension. Null is the tail beyond the largest values. */
export type UsageRow = UsageSums & { readonly bucket: number; readonly value: string | null };

export const noUsage: UsageSums = {
  requests: 0n,
  errors: 0n,
  promptTokens: 0n,
  completionTokens: 0n,
  reasoningTokens: 0n,
  cachedTokens: 0n,
  costNanos: 0n,
};

/** Adds sums. Every chart, card and total comes from this one addition over the same rows. */
export function addUsage(rows: readonly UsageSums[]): UsageSums {
  const sums = { ...noUsage };
  for (const row of rows) {
    sums.requests += row.requests;
    sums.errors += row.errors;
    sums.promptTokens += row.promptTokens;
    sums.completionTokens += row.completionTokens;
    sums.reasoningTokens += row.reasoningTokens;
    sums.cachedTokens += row.cachedTokens;
    sums.costNanos += row.costNanos;
  }
  return sums;
}

/**
 * True when responses cost nothing because their models are free. Failed and empty requests cost nothing with any model.
 */
export function isFree({ costNanos, requests, errors, completionTokens }: UsageSums): boolean {
  return costNanos === 0n && requests > errors && completionTokens > 0n;
}

/** Sums by bucket, and the part of the range whose requests are listed: all of it, or one bucket. */
export type ListedUsage = {
  readonly rows: readonly UsageRow[];
  readonly buckets: readonly Bucket[];
  readonly listed: Span;
};

/** Adds the sums of the buckets whose requests are listed. */
export function addListed({ rows, buckets, listed }: ListedUsage): UsageSums {
  const isListed = (bucket: Bucket | undefined) =>
    bucket !== undefined && bucket.start < listed.to && bucket.end > listed.from;
  return addUsage(rows.filter(({ bucket }) => isListed(buckets[bucket])));
}

/** The metric's amount in its smallest unit: nano-dollars, tokens or requests. Reasoning tokens are part of completion tokens. */
export function measureUsage(sums: UsageSums, metric: Metric): bigint {
  if (metric === "spend") return sums.costNanos;
  if (metric === "errors") return sums.errors;
  return metric === "requests" ? sums.requests : sums.promptTokens + sums.completionTokens;
}

/** "+12.4%", "−3.1%", "40 times as much", "unchanged"; null when there is no previous value. */
export function changeText(current: bigint, previous: bigint, formats: Formats): string | null {
  if (previous === 0n) return null;
  if (current === previous) return "unchanged";
  const permille = ((current - previous) * 1_000n) / previous;
  const size = permille < 0n ? -permille : permille;
  if (size === 0n) return formats.separated("under 0.1%");
  // A percentage in the thousands only says that there was hardly anything before.
  if (permille >= 9_000n) return `${current / previous} times as much`;
  return `${permille < 0n ? "−" : "+"}${percentText(size, formats)}`;
}

/** "41.2%" of a total; null when the total is zero. */
export function shareText(part: bigint, whole: bigint, formats: Formats): string | null {
  return whole === 0n ? null : percentText((part * 1_000n + whole / 2n) / whole, formats);
}

function percentText(permille: bigint, formats: Formats): string {
  return formats.separated(`${permille / 10n}.${permille % 10n}%`);
}
