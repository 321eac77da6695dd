import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { refreshUsage } from "./fold-usage";
import { type ReadScope, readScope } from "./internal/read-scope";
import { valueNames } from "./internal/value-names";
import type { ActivityFilters } from "./rules/activity-filters";
import { spanStartIn } from "./rules/reporting-calendar";
import { resolveRange } from "./rules/resolve-range";

/** A value that a filter can take, and how many requests had it in the range. */
export type Facet = { readonly value: string; readonly name: string; readonly requests: bigint };

export type Facets = {
  readonly models: readonly Facet[];
  readonly providers: readonly Facet[];
  readonly keys: readonly Facet[];
  readonly apps: readonly Facet[];
};

const facetsMax = 100;

/**
 * Values used in the range, most used first. Read from the roll-ups, so the cost does not depend on the number of
 * requests.
 */
export async function listFacets(
  actor: Actor,
  filters: ActivityFilters,
  clock = systemClock,
): Promise<Facets> {
  await refreshUsage();
  const now = clock();
  const scope = await readScope(actor, now);
  const range = resolveRange(filters, scope.calendar, now);
  const span = [spanStartIn(scope.calendar, range.from), range.to] as const;
  const [together, apps] = await Promise.all([readFacets(scope, span), readApps(scope, span)]);
  const of = (dimension: string) => together.filter((row) => row.dimension === dimension).slice(0, facetsMax);
  const [keyNames, appNames] = await Promise.all([
    valueNames(
      scope.workspaceId,
      "key",
      of("key").map(({ value }) => value),
    ),
    valueNames(
      scope.workspaceId,
      "app",
      apps.map(({ value }) => value),
    ),
  ]);
  const named = (rows: readonly FacetRow[], names?: ReadonlyMap<string, string>): readonly Facet[] =>
    rows.map(({ value, requests }) => ({ value, requests, name: names?.get(value) ?? value }));
  return {
    models: named(of("model")),
    providers: named(of("provider")),
    keys: named(of("key"), keyNames),
    apps: named(apps, appNames),
  };
}

type FacetRow = { readonly dimension: string; readonly value: string; readonly requests: bigint };

async function readFacets(scope: ReadScope, span: readonly [Date, Date]): Promise<readonly FacetRow[]> {
  const { rows } = await sqlPool().query<FacetRow>(
    `SELECT CASE WHEN grouping(d.model) = 0 THEN 'model' WHEN grouping(d.provider) = 0 THEN 'provider' ELSE 'key' END AS dimension,
            coalesce(d.model, d.provider, d.key_id::text) AS value, sum(d.requests)::bigint AS requests
       FROM usage_days d
      WHERE d.workspace_id = $1 AND d.span_start >= $2::timestamptz AND d.span_start < $3::timestamptz AND ($4::uuid[] IS NULL OR d.key_id = ANY ($4::uuid[]))
      GROUP BY GROUPING SETS ((d.model), (d.provider), (d.key_id))
      ORDER BY requests DESC, value`,
    [scope.workspaceId, ...span, scope.ownKeyIds],
  );
  return rows;
}

/** Apps are summed over all keys, so a member, who sees only its own keys, is offered none. */
async function readApps(scope: ReadScope, span: readonly [Date, Date]): Promise<readonly FacetRow[]> {
  if (scope.ownKeyIds) return [];
  const { rows } = await sqlPool().query<FacetRow>(
    `SELECT 'app' AS dimension, d.value, sum(d.requests)::bigint AS requests
       FROM usage_dimension_days d
      WHERE d.workspace_id = $1 AND d.dimension = 'app' AND d.span_start >= $2::timestamptz AND d.span_start < $3::timestamptz AND d.value <> ''
      GROUP BY d.value ORDER BY requests DESC, d.value LIMIT $4`,
    [scope.workspaceId, ...span, facetsMax],
  );
  return rows;
}
