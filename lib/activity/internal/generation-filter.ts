import "server-only";
import { lowestIdAt } from "@/lib/kernel/lowest-id";
import type { ActivityFilters, ListDimension, StatusFilter } from "../rules/activity-filters";
import type { ReadScope } from "./read-scope";

/**
 * The filters that decide which generations count, combined with the actor's own restrictions. Null means any value.
 */
export type GenerationFilter = {
  readonly workspaceId: string;
  readonly models: readonly string[] | null;
  readonly providers: readonly string[] | null;
  readonly keyIds: readonly string[] | null;
  readonly appIds: readonly string[] | null;
  /** Dimensions whose values are left out instead of selected. */
  readonly excluded: readonly ListDimension[];
  readonly endUser: string | null;
  readonly status: StatusFilter | null;
};

export function generationFilter(scope: ReadScope, filters: ActivityFilters): GenerationFilter {
  const own = scope.ownKeyIds;
  return {
    workspaceId: scope.workspaceId,
    models: orAny(filters.models),
    providers: orAny(filters.providers),
    keyIds: own === null ? orAny(filters.keyIds) : visibleKeys(own, filters),
    // What a member may see is always a selection of its own keys.
    excluded: own === null ? filters.excluded : filters.excluded.filter((one) => one !== "key"),
    appIds: orAny(filters.appIds),
    endUser: filters.endUser,
    status: filters.status,
  };
}

/** A half-open range of generation ids. */
export type IdWindow = { readonly low: string; readonly high: string };

/** The ids of a span of time, cut at the retention; null when none of it may be shown. */
export function idWindow(from: Date, to: Date, retentionFloor: Date): IdWindow | null {
  const start = from < retentionFloor ? retentionFloor : from;
  return start < to ? { low: lowestIdAt(start), high: lowestIdAt(to) } : null;
}

/**
 * A condition on one dimension: null selects all, and values of an excluded dimension are left out. PostgreSQL plans with
 * the actual values, so that only one comparison is left of it. `column` must not be null.
 */
export function isWanted(dimension: ListDimension, column: string, values: string, excluded: string): string {
  return `(${values} IS NULL OR (${column} = ANY (${values})) <> ('${dimension}' = ANY (${excluded}::text[])))`;
}

/**
 * The `WHERE` clause of every read of generation rows. Its parameters are $1 to $11 of `generationParameters`. The
 * statement is always sent unnamed, so that PostgreSQL plans it with the actual values and removes every null
 * condition.
 */
export const generationConditions = `
  g.workspace_id = $1 AND g.id >= $2::uuid AND g.id < $3::uuid
  AND ${isWanted("model", "g.model", "$4::text[]", "$11")}
  AND ${isWanted("provider", "g.provider", "$5::text[]", "$11")}
  AND ${isWanted("key", "g.key_id", "$6::uuid[]", "$11")}
  AND ${isWanted("app", "coalesce(g.app_id::text, '')", "$7::text[]", "$11")}
  AND ($8::text IS NULL OR g.end_user = $8::text)
  AND ($9::int IS NULL OR g.status >= $9::int)
  AND ($10::int IS NULL OR g.status <= $10::int)`;

export function generationParameters(filter: GenerationFilter, window: IdWindow): readonly unknown[] {
  const [lowest, highest] = statusRange(filter.status);
  const { workspaceId, models, providers, keyIds, appIds, endUser, excluded } = filter;
  const lists = [models, providers, keyIds, appIds];
  return [workspaceId, window.low, window.high, ...lists, endUser, lowest, highest, excluded];
}

function statusRange(status: StatusFilter | null): readonly [number | null, number | null] {
  if (status === null) return [null, null];
  if (status === "ok") return [null, 399];
  return status === "error" ? [400, null] : [status, status];
}

function orAny(values: readonly string[]): readonly string[] | null {
  return values.length === 0 ? null : values;
}

function visibleKeys(own: readonly string[], { keyIds, excluded }: ActivityFilters): readonly string[] {
  if (keyIds.length === 0) return own;
  const isExcluded = excluded.includes("key");
  return own.filter((id) => keyIds.includes(id) !== isExcluded);
}
