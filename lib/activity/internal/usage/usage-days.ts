import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { UsageRow } from "@/lib/activity/rules/usage-sums";
import type { GenerationFilter } from "../generation-filter";
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
          AND ($7::text[] IS NULL OR d.model = ANY ($7::text[]))
          AND ($8::text[] IS NULL OR d.provider = ANY ($8::text[]))
          AND ($9::uuid[] IS NULL OR d.key_id = ANY ($9::uuid[]))
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
          AND ($8::text[] IS NULL OR d.value = ANY ($8::text[]))
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
    ],
  );
  return rows;
}

function oneOrAny(value: string | null): readonly string[] | null {
  return value === null ? null : [value];
}
