import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { OutcomeCount } from "@/lib/activity/rules/charts/failure-model";
import { generationFilter, generationParameters, idWindow } from "../generation-filter";
import { newestRows } from "./newest-rows";
import type { TimingQuery } from "./read-histograms";

/** How many requests ended with each status of failure, and how many did not fail (status 200), by bucket. */
export async function readOutcomes({
  scope,
  filters,
  span,
  buckets,
  rowsMax,
}: TimingQuery): Promise<readonly OutcomeCount[]> {
  const window = idWindow(span.from, span.to, scope.retentionFloor);
  if (!window) return [];
  const { rows } = await sqlPool().query<OutcomeCount>(
    `SELECT width_bucket(g.created_at, $12::timestamptz[]) - 1 AS bucket,
            CASE WHEN g.status >= 400 THEN g.status ELSE 200 END AS status, count(*) AS requests
       FROM ${newestRows("$13")}
      GROUP BY 1, 2`,
    [
      ...generationParameters(generationFilter(scope, filters), window),
      buckets.map(({ start }) => start),
      rowsMax,
    ],
  );
  return rows;
}
