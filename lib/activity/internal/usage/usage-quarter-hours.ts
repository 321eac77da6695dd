import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { UsageRow } from "@/lib/activity/rules/usage-sums";
import type { ListDimension } from "@/lib/activity/rules/activity-filters";
import type { GenerationFilter } from "../generation-filter";
import { sumColumns, topValues, type UsageQuery } from "./usage-query";

/** Sums from `usage_quarter_hours`: one dimension, in chart buckets of any zone, for the last five weeks. */
export async function usageFromQuarterHours(
  filter: GenerationFilter,
  { moments, group, metric }: UsageQuery,
): Promise<readonly UsageRow[]> {
  const { dimension, values, isExcluded } = dimensionOf(filter, group);
  const { rows } = await sqlPool().query<UsageRow>(
    `WITH sums AS (
       SELECT width_bucket(q.quarter_hour, $2::timestamptz[]) - 1 AS bucket, CASE WHEN $3::text IS NULL THEN '' ELSE q.value END AS value, ${sumColumns("q")}
         FROM usage_quarter_hours q
        WHERE q.workspace_id = $1 AND q.dimension = $7 AND q.quarter_hour >= $4::timestamptz AND q.quarter_hour < $5::timestamptz
          AND ($8::text[] IS NULL OR (q.value = ANY ($8::text[])) <> $9::boolean)
        GROUP BY 1, 2)
     ${topValues("$6")}`,
    [
      filter.workspaceId,
      moments.starts,
      group,
      moments.from,
      moments.to,
      metric,
      dimension,
      values,
      isExcluded,
    ],
  );
  return rows;
}

type Dimension = {
  readonly dimension: string;
  readonly values: readonly string[] | null;
  readonly isExcluded: boolean;
};

function dimensionOf(filter: GenerationFilter, group: UsageQuery["group"]): Dimension {
  const of = (dimension: ListDimension, values: readonly string[] | null) => ({
    dimension,
    values,
    isExcluded: filter.excluded.includes(dimension),
  });
  if (filter.endUser !== null || group === "user") {
    const values = filter.endUser === null ? null : [filter.endUser];
    return { dimension: "end_user", values, isExcluded: false };
  }
  if (filter.models || group === "model") return of("model", filter.models);
  if (filter.providers || group === "provider") return of("provider", filter.providers);
  if (filter.keyIds || group === "key") return of("key", filter.keyIds);
  if (filter.appIds || group === "app") return of("app", filter.appIds);
  return { dimension: "all", values: null, isExcluded: false };
}
