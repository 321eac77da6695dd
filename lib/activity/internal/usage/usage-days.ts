import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { UsageRow } from "@/lib/activity/rules/usage-sums";
import { type GenerationFilter, isWanted } from "../generation-filter";
import { sumColumns, topValues, type UsageQuery } from "./usage-query";

/** Sums from `usage_days`: model, provider and key in any combination, where no chart bucket cuts a stored one. */
export async function usageFromDays(
  filter: GenerationFilter,
  { moments, group, metric }: UsageQuery,
): Promise<readonly UsageRow[]> {
  const { rows } = await sqlPool().query<UsageRow>(
    `WITH sums AS (
       SELECT width_bucket(d.span_start, $2::timestamptz[]) - 1 AS bucket,
              CASE $3::text WHEN 'model' THEN d.model WHEN 'provider' THEN d.provider WHEN 'key' THEN d.key_id::text ELSE '' END AS value,
              ${sumColumns("d")}
         FROM usage_days d
        WHERE d.workspace_id = $1 AND d.span_start >= $4::timestamptz AND d.span_start < $5::timestamptz
          AND ${isWanted("model", "d.model", "$7::text[]", "$10")}
          AND ${isWanted("provider", "d.provider", "$8::text[]", "$10")}
          AND ${isWanted("key", "d.key_id", "$9::uuid[]", "$10")}
        GROUP BY 1, 2)
     ${topValues("$6")}`,
    [
      filter.workspaceId,
      moments.starts,
      group,
      moments.from,
      moments.to,
      metric,
      filter.models,
      filter.providers,
      filter.keyIds,
      filter.excluded,
    ],
  );
  return rows;
}

/** Sums from `usage_dimension_days`: app or end user, where no chart bucket cuts a stored one. */
export async function usageFromDimensionDays(
  filter: GenerationFilter,
  { moments, group, metric }: UsageQuery,
): Promise<readonly UsageRow[]> {
  const isUser = group === "user" || filter.endUser !== null;
  const { rows } = await sqlPool().query<UsageRow>(
    `WITH sums AS (
       SELECT width_bucket(d.span_start, $2::timestamptz[]) - 1 AS bucket, CASE WHEN $3::text IS NULL THEN '' ELSE d.value END AS value, ${sumColumns("d")}
         FROM usage_dimension_days d
        WHERE d.workspace_id = $1 AND d.dimension = $7 AND d.span_start >= $4::timestamptz AND d.span_start < $5::timestamptz
          AND ${isWanted("app", "d.value", "$8::text[]", "$9")}
        GROUP BY 1, 2)
     ${topValues("$6")}`,
    [
      filter.workspaceId,
      moments.starts,
      group,
      moments.from,
      moments.to,
      metric,
      isUser ? "end_user" : "app",
      isUser ? oneOrAny(filter.endUser) : filter.appIds,
      isUser ? [] : filter.excluded,
    ],
  );
  return rows;
}

function oneOrAny(value: string | null): readonly string[] | null {
  return value === null ? null : [value];
}
