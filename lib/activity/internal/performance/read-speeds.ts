import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { ProviderSpeed } from "@/lib/activity/rules/charts/provider-model";
import { bucketBases, bucketCount, bucketGrowth } from "@/lib/activity/rules/percentile";
import { generationFilter, generationParameters, idWindow } from "../generation-filter";
import { newestRows } from "./newest-rows";
import type { TimingQuery } from "./read-histograms";

/** No roll-up has speeds by provider, so they are read from rows: from fewer than failures, which are read anyway. */
export const speedRowsMax = 50_000;

/** How many requests that were neither failed nor canceled had which throughput, by provider and bucket. */
export async function readSpeeds({
  scope,
  filters,
  span,
  buckets,
  rowsMax,
}: TimingQuery): Promise<readonly ProviderSpeed[]> {
  const window = idWindow(span.from, span.to, scope.retentionFloor);
  if (!window) return [];
  const { rows } = await sqlPool().query<ProviderSpeed>(statement, [
    ...generationParameters(generationFilter(scope, filters), window),
    buckets.map(({ start }) => start),
    bucketGrowth,
    bucketCount - 1,
    bucketBases.throughput,
    Math.min(rowsMax, speedRowsMax),
  ]);
  return rows;
}

// The same throughput and the same buckets as in `readHistograms`.
const statement = `
  SELECT s.provider, width_bucket(s.created_at, $12::timestamptz[]) - 1 AS "chartBucket",
         CASE WHEN s.speed <= $15::float8 THEN 0
              ELSE least($14::int, ceil(ln(s.speed / $15::float8) / ln($13::float8))::int) END AS bucket,
         count(*) AS requests
    FROM (SELECT g.provider, g.created_at,
                 (g.completion_tokens * 1000.0 / (g.latency_ms - coalesce(g.first_token_ms, 0)))::float8 AS speed
            FROM ${newestRows("$16")}
           WHERE g.status < 400 AND NOT g.cancelled
             AND g.completion_tokens > 0 AND g.latency_ms > coalesce(g.first_token_ms, 0)) s
   GROUP BY 1, 2, 3`;
