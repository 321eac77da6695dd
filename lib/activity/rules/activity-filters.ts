import { z } from "zod";
import { isDay, isTimeZone } from "./zone-days";
import { type Group, groups, type Metric, metrics } from "./usage-choice";

export const rangePresets = ["1h", "24h", "7d", "30d", "90d", "1y"] as const;
type RangePreset = (typeof rangePresets)[number];

/** "ok" is every status below 400, "error" every other; a number is exactly that status. */
export type StatusFilter = "ok" | "error" | number;

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
  /** Null: the workspace's reporting zone. */
  readonly zone: string | null;
  readonly models: readonly string[];
  readonly providers: readonly string[];
  readonly keyIds: readonly string[];
  readonly appIds: readonly string[];
  readonly endUser: string | null;
  readonly status: StatusFilter | null;
  readonly group: Group;
  readonly metric: Metric;
  readonly tab: "usage" | "latency";
  readonly cursor: FeedCursor | null;
};

const listMax = 20;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const name = /^[\x21-\x7e]{1,200}$/;

/** Text parameters, one or many. Malformed values are ignored rather than rejected. */
const many = (form: RegExp) =>
  z
    .union([z.string(), z.array(z.string())])
    .catch([])
    .transform((value) =>
      [...new Set(Array.isArray(value) ? value : [value])]
        .filter((one) => form.test(one))
        .toSorted()
        .slice(0, listMax),
    );

const one = z
  .union([z.string(), z.array(z.string()).transform((values) => values[0])])
  .optional()
  .catch(undefined);

/**
 * Parses search parameters. A mistyped address, or one from an older version, still shows a page: each parameter that
 * cannot be parsed counts as absent.
 */
export const activityQuerySchema = z
  .object({
    range: z.enum(rangePresets).catch("7d"),
    from: one,
    to: one,
    zone: one,
    model: many(name),
    provider: many(name),
    key: many(uuid),
    app: many(uuid),
    user: one,
    status: one,
    group: z.enum(groups).catch("model"),
    metric: z.enum(metrics).catch("spend"),
    tab: z.enum(["usage", "latency"]).catch("usage"),
    cursor: one,
  })
  .partial()
  .transform((query): ActivityFilters => ({
    range: query.range ?? "7d",
    days: parseDays(query.from, query.to),
    zone: query.zone && isTimeZone(query.zone) ? query.zone : null,
    models: query.model ?? [],
    providers: query.provider ?? [],
    keyIds: query.key ?? [],
    appIds: query.app ?? [],
    endUser: parseEndUser(query.user),
    status: parseStatus(query.status),
    group: query.group ?? "model",
    metric: query.metric ?? "spend",
    tab: query.tab ?? "usage",
    cursor: parseCursor(query.cursor),
  }));

export function parseActivityFilters(
  parameters: Readonly<Record<string, string | string[] | undefined>>,
): ActivityFilters {
  return activityQuerySchema.parse(parameters);
}

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
  if (filters.days) {
    query.set("from", filters.days.from);
    query.set("to", filters.days.to);
  } else if (filters.range !== "7d") query.set("range", filters.range);
  if (filters.zone) query.set("zone", filters.zone);
  for (const value of filters.models) query.append("model", value);
  for (const value of filters.providers) query.append("provider", value);
  for (const value of filters.keyIds) query.append("key", value);
  for (const value of filters.appIds) query.append("app", value);
  if (filters.endUser !== null) query.set("user", filters.endUser);
  if (filters.status !== null) query.set("status", String(filters.status));
  if (filters.group !== "model") query.set("group", filters.group);
  if (filters.metric !== "spend") query.set("metric", filters.metric);
  if (filters.tab !== "usage") query.set("tab", filters.tab);
  if (filters.cursor) query.set("cursor", cursorText(filters.cursor));
  return query.toString().replaceAll("%2F", "/").replaceAll("%3A", ":");
}

/** A cursor as it is in the address. */
export function cursorText({ side, id, rank }: FeedCursor): string {
  return rank === null ? `${side}-${id}` : `${side}-${id}-${rank}`;
}

/** The address of a page with these filters changed. Changing a filter returns to the newest page. */
export function activityHref(
  path: string,
  filters: ActivityFilters,
  change: Partial<ActivityFilters> = {},
): string {
  const query = activityQuery({ ...filters, cursor: null, ...change });
  return query ? `${path}?${query}` : path;
}

function parseDays(from: string | undefined, to: string | undefined): ActivityFilters["days"] {
  if (!from || !to || !isDay(from) || !isDay(to)) return null;
  return from <= to ? { from, to } : { from: to, to: from };
}

function parseEndUser(text: string | undefined): string | null {
  return text && text.length <= 256 && !text.includes("\u0000") ? text : null;
}

function parseStatus(text: string | undefined): StatusFilter | null {
  if (text === "ok" || text === "error") return text;
  return text && /^[1-5]\d{2}$/.test(text) ? Number(text) : null;
}

function parseCursor(text: string | undefined): FeedCursor | null {
  const match = /^(older|newer)-([0-9a-f-]{36})(?:-(\d{1,9}))?$/.exec(text ?? "");
  const id = match?.[2] ?? "";
  const rank = match?.[3] === undefined ? null : Number(match[3]);
  return uuid.test(id) ? { side: match?.[1] === "newer" ? "newer" : "older", id, rank } : null;
}
