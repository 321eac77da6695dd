import "server-only";
import { sqlPool } from "@/lib/db/client";
import { type ActivityFilters, isNarrowed } from "@/lib/activity/rules/activity-filters";
import type { Bucket, BucketUnit, Span } from "@/lib/activity/rules/buckets";
import type { HistogramDay } from "@/lib/activity/rules/charts/latency-model";
import { bucketBases, bucketCount, bucketGrowth } from "@/lib/activity/rules/percentile";
import { isOnStoredBuckets } from "@/lib/activity/rules/resolve-range";
import { generationFilter, generationParameters, idWindow } from "../generation-filter";
import type { ReadScope } from "../read-scope";
import { newestRows } from "./newest-rows";

export type TimingQuery = {
  readonly scope: ReadScope;
  readonly filters: ActivityFilters;
  readonly span: Span;
  readonly unit: BucketUnit;
  readonly buckets: readonly Bucket[];
  readonly now: Date;
  /** How many of the newest rows are read at most. */
  readonly rowsMax: number;
};

/**
 * True when the stored histograms answer the query: they sum whole stored buckets over all requests of a workspace.
 * Everything else is counted from the request rows.
 */
export function hasHistograms({ scope, filters, span, unit, now }: TimingQuery): boolean {
  const isWhole = scope.ownKeyIds === null && !isNarrowed(filters);
  return isWhole && isOnStoredBuckets(span, unit, scope.calendar, now);
}

/** How many requests that were neither failed nor canceled fell into each bucket of each measure. */
export async function readHistograms(query: TimingQuery): Promise<readonly HistogramDay[]> {
  return hasHistograms(query) ? fromRollUp(query) : fromRows(query);
}

async function fromRollUp({ scope, span, buckets }: TimingQuery): Promise<readonly HistogramDay[]> {
  const { rows } = await sqlPool().query<HistogramDay>(
    `SELECT h.measure, width_bucket(h.span_start, $2::timestamptz[]) - 1 AS "chartBucket", h.bucket, sum(h.requests)::bigint AS requests
       FROM usage_histograms h
      WHERE h.workspace_id = $1 AND h.span_start >= $3::timestamptz AND h.span_start < $4::timestamptz
      GROUP BY 1, 2, 3`,
    [scope.workspaceId, buckets.map(({ start }) => start), span.from, span.to],
  );
  return rows;
}

async function fromRows({
  scope,
  filters,
  span,
  buckets,
  rowsMax,
}: TimingQuery): Promise<readonly HistogramDay[]> {
  const window = idWindow(span.from, span.to, scope.retentionFloor);
  if (!window) return [];
  const { rows } = await sqlPool().query<HistogramDay>(rowStatement, [
    ...generationParameters(generationFilter(scope, filters), window),
    buckets.map(({ start }) => start),
    bucketGrowth,
    bucketCount - 1,
    bucketBases.latency,
    bucketBases.first_token,
    bucketBases.throughput,
    rowsMax,
  ]);
  return rows;
}

// The same buckets as `bucketOf` and the same throughput as the roll-ups.
const rowStatement = `
  SELECT m.measure, width_bucket(g.created_at, $12::timestamptz[]) - 1 AS "chartBucket",
         CASE WHEN m.value <= m.base THEN 0
              ELSE least($14::int, ceil(ln(m.value / m.base) / ln($13::float8))::int) END AS bucket,
         count(*) AS requests
    FROM ${newestRows("$18")}
   CROSS JOIN LATERAL (VALUES
     ('latency', g.latency_ms::float8, $15::float8),
     ('first_token', g.first_token_ms::float8, $16::float8),
     ('throughput', CASE WHEN g.completion_tokens > 0 AND g.latency_ms > coalesce(g.first_token_ms, 0)
                         THEN g.completion_tokens * 1000.0 / (g.latency_ms - coalesce(g.first_token_ms, 0)) END, $17::float8)
     ) AS m (measure, value, base)
   WHERE g.status < 400 AND NOT g.cancelled AND m.value IS NOT NULL
   GROUP BY 1, 2, 3`;
