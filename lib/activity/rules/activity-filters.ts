import type { ChartView, Group, Metric } from "./usage-choice";

export const rangePresets = ["1h", "24h", "7d", "30d", "90d", "1y", "month", "last-month"] as const;
export type RangePreset = (typeof rangePresets)[number];

/** "ok" is every status below 400, "error" every other; a number is exactly that status. */
export type StatusFilter = "ok" | "error" | number;

/** Dimensions that a filter can select several values of, or exclude them. */
export const listDimensions = ["model", "provider", "key", "app"] as const;
export type ListDimension = (typeof listDimensions)[number];

/** How many values of a dimension the menu offers, and how many a filter can list. */
export const listValuesMax = 100;

/** A filter in the address that is not applied, and the page says so: it cannot be read, or it lists too many values. */
export type UnreadableFilter = {
  readonly name: FilterName;
  readonly value: string;
  /** True for the first value beyond `listValuesMax`. */
  readonly isBeyondMax?: true;
};
type FilterName = ListDimension | "user" | "status" | "not";

/**
 * Where a page of the feed begins: with the rows older, or newer, than one generation. `rank` is the number of rows that
 * were newer than the page or than the generation, for "51–100"; null when the address does not say.
 */
export type FeedCursor = {
  readonly side: "older" | "newer";
  readonly id: string;
  readonly rank: number | null;
};

/** All parameters of the activity page's address. Equal addresses show the same data. */
export type ActivityFilters = {
  readonly range: RangePreset;
  /** A custom range: first and last calendar day, both included. Null: the preset applies. */
  readonly days: { readonly from: string; readonly to: string } | null;
  /** A custom range of hours, as moments in UTC ("2026-11-21T14:00Z"); it is extended to whole quarter-hours. */
  readonly moments: { readonly from: string; readonly to: string } | null;
  /** A moment in the chart's bucket to which requests and export are limited. */
  readonly bucket: string | null;
  /** Null: the workspace's reporting zone. */
  readonly zone: string | null;
  readonly models: readonly string[];
  readonly providers: readonly string[];
  readonly keyIds: readonly string[];
  readonly appIds: readonly string[];
  /** Dimensions whose values are left out rather than selected. */
  readonly excluded: readonly ListDimension[];
  readonly endUser: string | null;
  readonly status: StatusFilter | null;
  readonly unreadable: readonly UnreadableFilter[];
  readonly group: Group;
  readonly metric: Metric;
  readonly view: ChartView;
  /** True when the chart also shows the previous period. */
  readonly compares: boolean;
  readonly tab: "usage" | "latency";
  readonly cursor: FeedCursor | null;
};

/** The field of the filters that holds a dimension's values. */
export const fieldOf = {
  model: "models",
  provider: "providers",
  key: "keyIds",
  app: "appIds",
} as const satisfies Record<ListDimension, keyof ActivityFilters>;

/** No filter at all: what "Clear all" changes. */
export const noFilters: Partial<ActivityFilters> = {
  models: [],
  providers: [],
  keyIds: [],
  appIds: [],
  excluded: [],
  endUser: null,
  status: null,
  unreadable: [],
  bucket: null,
};

/** True when the filters select only part of the workspace's generations. */
export function isNarrowed(filters: ActivityFilters): boolean {
  const { models, providers, keyIds, appIds, endUser, status } = filters;
  return (
    models.length + providers.length + keyIds.length + appIds.length > 0 ||
    endUser !== null ||
    status !== null
  );
}

/** The canonical query text of filters, without the leading "?": defaults omitted, one fixed order. */
export function activityQuery(filters: ActivityFilters): string {
  const query = new URLSearchParams();
  const custom = filters.days ?? filters.moments;
  if (custom) {
    query.set("from", custom.from);
    query.set("to", custom.to);
  } else if (filters.range !== "7d") query.set("range", filters.range);
  if (filters.bucket) query.set("at", filters.bucket);
  if (filters.zone) query.set("zone", filters.zone);
  for (const value of filters.models) query.append("model", value);
  for (const value of filters.providers) query.append("provider", value);
  for (const value of filters.keyIds) query.append("key", value);
  for (const value of filters.appIds) query.append("app", value);
  for (const dimension of filters.excluded) query.append("not", dimension);
  if (filters.endUser !== null) query.set("user", filters.endUser);
  if (filters.status !== null) query.set("status", String(filters.status));
  for (const { name, value } of filters.unreadable) query.append(name, value);
  if (filters.group !== "model") query.set("group", filters.group);
  if (filters.metric !== "spend") query.set("metric", filters.metric);
  if (filters.view !== "stacked") query.set("view", filters.view);
  if (!filters.compares) query.set("compare", "none");
  if (filters.tab !== "usage") query.set("tab", filters.tab);
  if (filters.cursor) query.set("cursor", cursorText(filters.cursor));
  return queryText(query);
}

/** A cursor as it is in the address. */
export function cursorText({ side, id, rank }: FeedCursor): string {
  return rank === null ? `${side}-${id}` : `${side}-${id}-${rank}`;
}

/**
 * The address of a page with these filters changed, and everything else kept. Changing a filter returns to the newest
 * page, and changing the range returns to all of its buckets.
 */
export function activityHref(
  path: string,
  filters: ActivityFilters,
  change: Partial<ActivityFilters> = {},
): string {
  const movesRange = "range" in change || "days" in change || "moments" in change || "zone" in change;
  const kept = { ...filters, cursor: null, ...(movesRange && { bucket: null }) };
  const query = activityQuery({ ...kept, ...change });
  return query ? `${path}?${query}` : path;
}

/** The change that selects a preset. */
export function presetChange(range: ActivityFilters["range"]): Partial<ActivityFilters> {
  return { range, days: null, moments: null };
}

/** The change that makes a dimension select, or exclude, exactly these values. */
export function listChange(
  filters: ActivityFilters,
  dimension: ListDimension,
  choice: { readonly values: readonly string[]; readonly isExcluded: boolean },
): Partial<ActivityFilters> {
  const others = filters.excluded.filter((one) => one !== dimension);
  const isExcluded = choice.isExcluded && choice.values.length > 0;
  return {
    [fieldOf[dimension]]: choice.values.toSorted(),
    excluded: isExcluded ? [...others, dimension].toSorted() : others,
  };
}

/** A query as it is written in addresses of Activity: names of models and moments stay readable. */
export function queryText(query: URLSearchParams): string {
  return query.toString().replaceAll("%2F", "/").replaceAll("%3A", ":");
}
