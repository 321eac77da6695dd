import type { Facet, Facets } from "@/lib/activity/list-facets";
import { type ActivityFilters, fieldOf, type ListDimension } from "@/lib/activity/rules/activity-filters";
import { statusReason } from "@/lib/activity/rules/status-reason";

/** What requests can be filtered by, with its values and those that are selected. Plain data, for the menu. */
export type FilterDimension = {
  /** The parameter of the address. */
  readonly name: ListDimension | "user" | "status";
  readonly title: string;
  /** Set when several values can be selected or excluded. */
  readonly list: ListDimension | null;
  readonly options: readonly FilterOption[];
  readonly selected: readonly string[];
  readonly isExcluded: boolean;
  /** True when a value that is not listed can be typed. */
  readonly takesAny: boolean;
};

export type FilterOption = {
  readonly value: string;
  readonly name: string;
  readonly requests: number | null;
};

const statuses = [429, 402, 400, 408, 500, 502, 503, 504];

export function filterDimensions(
  filters: ActivityFilters,
  facets: Facets | null,
): readonly FilterDimension[] {
  const list = (
    name: ListDimension,
    title: string,
    values: readonly Facet[] | undefined,
  ): FilterDimension => ({
    name,
    title,
    list: name,
    options: (values ?? []).map(optionOf),
    selected: filters[fieldOf[name]],
    isExcluded: filters.excluded.includes(name),
    takesAny: false,
  });
  const one = (name: "user" | "status", title: string, options: readonly FilterOption[], value: unknown) => ({
    name,
    title,
    list: null,
    options,
    selected: value === null ? [] : [String(value)],
    isExcluded: false,
    takesAny: name === "user",
  });
  return [
    list("model", "Model", facets?.models),
    list("provider", "Provider", facets?.providers),
    list("key", "Key", facets?.keys),
    list("app", "App", facets?.apps),
    one("user", "End user", (facets?.users ?? []).map(optionOf), filters.endUser),
    one("status", "Status", statusOptions, filters.status),
  ];
}

function optionOf({ value, name, requests }: Facet): FilterOption {
  return { value, name, requests: Number(requests) };
}

const statusOptions: readonly FilterOption[] = [
  { value: "ok", name: "OK", requests: null },
  { value: "error", name: "Failed", requests: null },
  ...statuses.map((status) => ({ value: String(status), name: statusReason(status), requests: null })),
];
