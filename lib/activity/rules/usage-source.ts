import type { ActivityFilters } from "./activity-filters";
import { quarterHoursBegin } from "./resolve-range";
import type { Group } from "./usage-choice";

/**
 * Where a chart's sums are read: `days` (all dimensions combined), `dimension_days` (app, end user), `quarter_hours` (one
 * dimension, any zone, any step) or `rows` (combinations that the roll-ups do not store, as far back as rows are kept).
 */
export type UsageSource = "days" | "dimension_days" | "quarter_hours" | "rows";

type Dimension = Group | "status";

export function usageSource(
  filters: Pick<ActivityFilters, "models" | "providers" | "appIds" | "endUser" | "status">,
  hasKeyFilter: boolean,
  group: Group | null,
  range: {
    readonly from: Date;
    /** True when every bucket boundary is one of the stored buckets of days. */
    readonly isOnStoredBuckets: boolean;
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
  if (range.isOnStoredBuckets && isTogether) return "days";
  const isOne = dimensions.size <= 1 && !dimensions.has("status");
  if (range.isOnStoredBuckets && isOne) return "dimension_days";
  return isOne && range.from >= quarterHoursBegin(range.now) ? "quarter_hours" : "rows";
}
