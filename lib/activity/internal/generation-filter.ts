import "server-only";
import { lowestIdAt } from "@/lib/kernel/lowest-id";
import type { ActivityFilters, StatusFilter } from "../rules/activity-filters";
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
  readonly endUser: string | null;
  readonly status: StatusFilter | null;
};

export function generationFilter(scope: ReadScope, filters: ActivityFilters): GenerationFilter {
  return {
    workspaceId: scope.workspaceId,
    models: orAny(filters.models),
    providers: orAny(filters.providers),
    keyIds: visibleKeys(scope.ownKeyIds, filters.keyIds),
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
 * The `WHERE` clause of every read of generation rows. Its parameters are $1 to $10 of `generationParameters`. The
 * statement is always sent unnamed, so that PostgreSQL plans it with the actual values and removes every null
 * condition.
 */
export const generationConditions = `
  g.workspace_id = $1 AND g.id >= $2::uuid AND g.id < $3::uuid
  AND ($4::text[] IS NULL OR g.model = ANY ($4::text[]))
  AND ($5::text[] IS NULL OR g.provider = ANY ($5::text[]))
  AND ($6::uuid[] IS NULL OR g.key_id = ANY ($6::uuid[]))
  AND ($7::uuid[] IS NULL OR g.app_id = ANY ($7::uuid[]))
  AND ($8::text IS NULL OR g.end_user = $8::text)
  AND ($9::int IS NULL OR g.status >= $9::int)
  AND ($10::int IS NULL OR g.status <= $10::int)`;

export function generationParameters(filter: GenerationFilter, window: IdWindow): readonly unknown[] {
  const [lowest, highest] = statusRange(filter.status);
  const { workspaceId, models, providers, keyIds, appIds, endUser } = filter;
  return [workspaceId, window.low, window.high, models, providers, keyIds, appIds, endUser, lowest, highest];
}

function statusRange(status: StatusFilter | null): readonly [number | null, number | null] {
  if (status === null) return [null, null];
  if (status === "ok") return [null, 399];
  return status === "error" ? [400, null] : [status, status];
}

function orAny(values: readonly string[]): readonly string[] | null {
  return values.length === 0 ? null : values;
}

function visibleKeys(own: readonly string[] | null, requested: readonly string[]): readonly string[] | null {
  if (own === null) return orAny(requested);
  return requested.length === 0 ? own : requested.filter((id) => own.includes(id));
}
