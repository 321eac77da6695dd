import type { Facet, Facets } from "@/lib/activity/list-facets";
import { activityHref, type ActivityFilters } from "@/lib/activity/rules/activity-filters";
import { paths } from "@/lib/kernel/paths";

export type FilterChip = { readonly name: string; readonly value: string; readonly removeHref: string };

/** The active filters, each with a link to the page without it. */
export function listChips(filters: ActivityFilters, facets: Facets): readonly FilterChip[] {
  const without = (change: Partial<ActivityFilters>) => activityHref(paths.activity, filters, change);
  const each = (name: string, field: "models" | "providers" | "keyIds" | "appIds", known: readonly Facet[]) =>
    filters[field].map((value) => ({
      name,
      value: known.find((facet) => facet.value === value)?.name ?? value,
      removeHref: without({ [field]: filters[field].filter((one) => one !== value) }),
    }));
  const chips: FilterChip[] = [
    ...each("Model", "models", facets.models),
    ...each("Provider", "providers", facets.providers),
    ...each("Key", "keyIds", facets.keys),
    ...each("App", "appIds", facets.apps),
  ];
  if (filters.endUser !== null)
    chips.push({ name: "End user", value: filters.endUser, removeHref: without({ endUser: null }) });
  if (filters.status !== null) {
    const value =
      filters.status === "ok" ? "OK" : filters.status === "error" ? "Failed" : String(filters.status);
    chips.push({ name: "Status", value, removeHref: without({ status: null }) });
  }
  return chips;
}
