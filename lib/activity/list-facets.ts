import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { refreshUsage } from "./fold-usage";
import { type ReadScope, readScope } from "./internal/read-scope";
import { valueNames } from "./internal/value-names";
import { type ActivityFilters, listValuesMax } from "./rules/activity-filters";
import { spanStartIn } from "./rules/reporting-calendar";
import { resolveRange } from "./rules/resolve-range";

/** A value that a filter can take, and how many requests had it in the range. */
export type Facet = { readonly value: string; readonly name: string; readonly requests: bigint };

/** Values used in the range, and those that the filters select. */
export type Facets = {
  readonly models: readonly Facet[];
  readonly providers: readonly Facet[];
  readonly keys: readonly Facet[];
  readonly apps: readonly Facet[];
  readonly users: readonly Facet[];
  /** Selected keys and apps that do not exist, or that the actor may not see. */
  readonly unknown: ReadonlySet<string>;
};

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
  const floor = span[0] < scope.retentionFloor ? scope.retentionFloor : span[0];
  const [together, apps, users] = await Promise.all([
    readFacets(scope, span),
    readDimension(scope, "app", span),
    readDimension(scope, "end_user", [spanStartIn(scope.calendar, floor), span[1]]),
  ]);
  const of = (dimension: string) =>
    together.filter((row) => row.dimension === dimension).slice(0, listValuesMax);
  const { ownKeyIds } = scope;
  const seen = filters.keyIds.filter((id) => ownKeyIds === null || ownKeyIds.includes(id));
  const keys = withSelected(of("key"), seen);
  const allApps = withSelected(apps, ownKeyIds === null ? filters.appIds : []);
  const [keyNames, appNames] = await Promise.all([
    valueNames(
      scope.workspaceId,
      "key",
      keys.map(({ value }) => value),
    ),
    valueNames(
      scope.workspaceId,
      "app",
      allApps.map(({ value }) => value),
    ),
  ]);
  const unknown = [
    ...filters.keyIds.filter((id) => !keyNames.has(id)),
    ...filters.appIds.filter((id) => !appNames.has(id)),
  ];
  const named = (rows: readonly FacetRow[], names?: ReadonlyMap<string, string>): readonly Facet[] =>
    rows.flatMap(({ value, requests }) => {
      const name = names ? names.get(value) : value;
      return name === undefined ? [] : [{ value, requests, name }];
    });
  return {
    models: named(withSelected(of("model"), filters.models)),
    providers: named(withSelected(of("provider"), filters.providers)),
    keys: named(keys, keyNames),
    apps: named(allApps, appNames),
    users: named(withSelected(users, filters.endUser === null ? [] : [filters.endUser])),
    unknown: new Set(unknown),
  };
}

/** A selected value is listed even where it has no requests in the range, so that it can be seen and removed. */
function withSelected(rows: readonly FacetRow[], selected: readonly string[]): readonly FacetRow[] {
  const listed = new Set(rows.map(({ value }) => value));
  const missing = selected.filter((value) => !listed.has(value));
  return [...rows, ...missing.map((value) => ({ dimension: "", value, requests: 0n }))];
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

/** These are summed over all keys, so a member, who sees only its own keys, is offered none. */
async function readDimension(
  scope: ReadScope,
  dimension: "app" | "end_user",
  span: readonly [Date, Date],
): Promise<readonly FacetRow[]> {
  if (scope.ownKeyIds) return [];
  const { rows } = await sqlPool().query<FacetRow>(
    `SELECT d.dimension, d.value, sum(d.requests)::bigint AS requests
       FROM usage_dimension_days d
      WHERE d.workspace_id = $1 AND d.dimension = $5 AND d.span_start >= $2::timestamptz AND d.span_start < $3::timestamptz AND d.value <> ''
      GROUP BY d.dimension, d.value ORDER BY requests DESC, d.value LIMIT $4`,
    [scope.workspaceId, ...span, listValuesMax, dimension],
  );
  return rows;
}
