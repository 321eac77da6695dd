import type { Facets } from "@/lib/activity/list-facets";
import {
  activityHref,
  type ActivityFilters,
  listChange,
  listValuesMax,
} from "@/lib/activity/rules/activity-filters";
import type { Usage } from "@/lib/activity/get-usage-chart";
import { rangeText } from "@/lib/activity/rules/charts/bucket-text";
import { statusFilterText } from "@/lib/activity/rules/status-reason";
import type { Formats } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import { type FilterDimension, filterDimensions } from "./filter-dimensions";

export type FilterChip = {
  readonly name: string;
  readonly value: string;
  readonly removeHref: string;
  readonly tone?: "danger";
};

/** The active filters, each with a link to the page without it. Those that cannot be applied are marked. */
export function listChips(
  filters: ActivityFilters,
  {
    usage,
    facets,
    formats,
  }: { readonly usage: Usage; readonly facets: Facets | null; readonly formats: Formats },
): readonly FilterChip[] {
  const without = (change: Partial<ActivityFilters>) => activityHref(paths.activity, filters, change);
  const chips = filterDimensions(filters, facets).flatMap((dimension) =>
    dimension.list ? valueChips(filters, dimension, facets) : [],
  );
  if (filters.endUser !== null)
    chips.push({ name: "End user", value: filters.endUser, removeHref: without({ endUser: null }) });
  if (filters.status !== null)
    chips.push({
      name: "Status",
      value: statusFilterText(filters.status),
      removeHref: without({ status: null }),
    });
  if (filters.bucket && usage.listed !== usage.range)
    chips.push({
      name: "Time",
      value: rangeText({ ...usage.listed, unit: usage.range.unit }, formats),
      removeHref: without({ bucket: null }),
    });
  const unreadable = filters.unreadable.map((one): FilterChip => ({
    name: titles[one.name],
    value: unreadableText(one),
    removeHref: without({ unreadable: filters.unreadable.filter((other) => other !== one) }),
    tone: "danger",
  }));
  return [...chips, ...unreadable];
}

function unreadableText({ name, value, isBeyondMax }: ActivityFilters["unreadable"][number]): string {
  if (isBeyondMax) return `only the first ${listValuesMax} values are applied`;
  return name === "not"
    ? `“${value}” can't be excluded, not applied`
    : `unknown value “${value}”, not applied`;
}

const titles = {
  model: "Model",
  provider: "Provider",
  key: "Key",
  app: "App",
  user: "End user",
  status: "Status",
  not: "Exclude",
} as const;

function valueChips(
  filters: ActivityFilters,
  { list, title, selected, isExcluded, options }: FilterDimension,
  facets: Facets | null,
): FilterChip[] {
  if (!list) return [];
  return selected.map((value) => {
    const values = selected.filter((one) => one !== value);
    const isUnknown = facets?.unknown.has(value) ?? false;
    return {
      name: isExcluded ? `${title} is not` : title,
      value: isUnknown ? "unknown" : (options.find((one) => one.value === value)?.name ?? value),
      removeHref: activityHref(paths.activity, filters, listChange(filters, list, { values, isExcluded })),
      ...(isUnknown && { tone: "danger" as const }),
    };
  });
}
