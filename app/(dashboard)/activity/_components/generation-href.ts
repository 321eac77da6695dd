import { activityHref, type ActivityFilters } from "@/lib/activity/rules/activity-filters";
import { paths } from "@/lib/kernel/paths";

/** The page as it is, with one generation's sheet open over it; or, without an id, closed. */
export function generationHref(filters: ActivityFilters, wireId: string | null): string {
  const href = activityHref(paths.activity, filters, { cursor: filters.cursor });
  return wireId ? `${href}${href.includes("?") ? "&" : "?"}generation=${wireId}` : href;
}
