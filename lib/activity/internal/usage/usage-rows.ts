import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { UsageRow } from "@/lib/activity/rules/usage-sums";
import {
  type GenerationFilter,
  generationConditions,
  generationParameters,
  type IdWindow,
} from "../generation-filter";
import { topValues, type UsageQuery } from "./usage-query";

/** Sums from the request rows, for filter combinations that no roll-up stores: exact, but reads every row. */
export async function usageFromRows(
  filter: GenerationFilter,
  window: IdWindow,
  { moments, group, metric }: UsageQuery,
): Promise<readonly UsageRow[]> {
  const { rows } = await sqlPool().query<UsageRow>(
    `WITH sums AS (
       SELECT width_bucket(g.created_at, $12::timestamptz[]) - 1 AS bucket,
              CASE $13::text WHEN 'model' THEN g.model WHEN 'provider' THEN g.provider WHEN 'key' THEN g.key_id::text
                             WHEN 'app' THEN coalesce(g.app_id::text, '') WHEN 'user' THEN coalesce(g.end_user, '') ELSE '' END AS value,
              count(*) AS requests, count(*) FILTER (WHERE g.status >= 400) AS errors,
              sum(g.prompt_tokens) AS prompt_tokens, sum(g.completion_tokens) AS completion_tokens,
              sum(g.reasoning_tokens) AS reasoning_tokens, sum(g.cached_tokens) AS cached_tokens,
              sum(g.cost_nanos)::bigint AS cost_nanos
         FROM generations g
        WHERE ${generationConditions}
        GROUP BY 1, 2)
     ${topValues("$14")}`,
    [...generationParameters(filter, window), moments.starts, group, metric],
  );
  return rows;
}
