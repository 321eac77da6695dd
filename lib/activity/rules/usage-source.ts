import type { ActivityFilters } from "./activity-filters";
import { quartersBegin } from "./resolve-range";
import type { Group } from "./usage-choice";

/**
 * Where a chart's sums are read: `days` (all dimensions together), `dimension_days` (app, end user), `quarters` (one
 * dimension, any zone, any step) or `rows` (whatever the roll-ups do not hold together, as far back as rows are kept).
 */
export type UsageSource = "days" | "dimension_days" | "quarters" | "rows";

type Dimension = Group | "status";

export function usageSource(
  filters: Pick<ActivityFilters, "models" | "providers" | "appIds" | "endUser" | "status">,
  hasKeyFilter: boolean,
  group: Group | null,
  range: {
    readonly from: Date;
    /** Every border of the buckets is one of the stored spans of days. */
    readonly isOnSpans: boolean;
    readonly now: Date;
  },
): UsageSource {
  const dimensions = new Set<Dimension>(group ? [group] : []);
  if (filters.models.length > 0) dimensions.add("model");
  if (filters.providers.length > 0) dimensions.add("provider");
  if (hasKeyFilter) dimensions.add("key");
  if (filters.appIds.length > 0) dimensions.add("app");
  if (filters.endUser !== null) dimensions.add("user");
  if (filters.status !== null) dimensions.add("status");
  const isTogether = [...dimensions].every((one) => one === "model" || one === "provider" || one === "key");
  if (range.isOnSpans && isTogether) return "days";
  const isOne = dimensions.size <= 1 && !dimensions.has("status");
  if (range.isOnSpans && isOne) return "dimension_days";
  return isOne && range.from >= quartersBegin(range.now) ? "quarters" : "rows";
}
