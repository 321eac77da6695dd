import { activityHref, type ActivityFilters } from "@/lib/activity/rules/activity-filters";
import { paths } from "@/lib/kernel/paths";

/** Link to the same page with one generation's sheet open, or closed when the id is null. */
export function generationHref(filters: ActivityFilters, wireId: string | null): string {
  const href = activityHref(paths.activity, filters, { cursor: filters.cursor });
  return wireId ? `${href}${href.includes("?") ? "&" : "?"}generation=${wireId}` : href;
}
