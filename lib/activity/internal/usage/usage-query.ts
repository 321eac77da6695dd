import "server-only";
import type { Group, Metric } from "@/lib/activity/rules/usage-choice";

/** Which sums to read: over which buckets, split by which dimension, ranked by which metric. */
export type UsageQuery = {
  /** Null: not split. */
  readonly group: Group | null;
  readonly metric: Metric;
  /** Starts of the buckets as moments, and the half-open range to count. */
  readonly moments: { readonly starts: readonly Date[]; readonly from: Date; readonly to: Date };
};

const measures = [
  "requests",
  "errors",
  "prompt_tokens",
  "completion_tokens",
  "reasoning_tokens",
  "cached_tokens",
  "cost_nanos",
] as const;

/** Further values are summed in the database, so that ten thousand end users cost no more to send than fifty. */
const valuesMax = 50;

/** The sum of every measure over the rows of a roll-up. PostgreSQL's sum of bigint is numeric, hence the casts. */
export function sumColumns(table: string): string {
  return measures.map((measure) => `sum(${table}.${measure})::bigint AS ${measure}`).join(", ");
}

/** Completes a statement that defines `sums(bucket, value, …)`: returns the largest values, and the tail as null. */
export function topValues(metricParameter: string): string {
  const amount = `CASE ${metricParameter}::text WHEN 'spend' THEN cost_nanos WHEN 'requests' THEN requests WHEN 'errors' THEN errors ELSE prompt_tokens + completion_tokens END`;
  return `, top AS (SELECT value FROM sums GROUP BY value ORDER BY sum(${amount}) DESC, value LIMIT ${valuesMax})
     SELECT sums.bucket, top.value, sum(requests)::bigint AS requests, sum(errors)::bigint AS errors,
            sum(prompt_tokens)::bigint AS "promptTokens", sum(completion_tokens)::bigint AS "completionTokens",
            sum(reasoning_tokens)::bigint AS "reasoningTokens", sum(cached_tokens)::bigint AS "cachedTokens",
            sum(cost_nanos)::bigint AS "costNanos"
       FROM sums LEFT JOIN top ON top.value = sums.value
      GROUP BY 1, 2 ORDER BY 1, 2`;
}
