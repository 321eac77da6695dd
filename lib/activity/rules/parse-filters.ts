import { z } from "zod";
import { type ActivityFilters, type ListDimension, listDimensions, rangePresets } from "./activity-filters";
import {
  isMoment,
  listUnreadable,
  readCursor,
  readDays,
  readEndUser,
  readList,
  readMoments,
  readStatus,
} from "./filter-parameters";
import { chartViews, groups, metrics } from "./usage-choice";
import { isTimeZone } from "./zone-days";

const many = z
  .union([z.string(), z.array(z.string())])
  .catch([])
  .transform((value) => (Array.isArray(value) ? value : [value]));

const one = z
  .union([z.string(), z.array(z.string()).transform((values) => values[0])])
  .optional()
  .catch(undefined);

/**
 * Parses search parameters. A mistyped address, or one from an older version, still shows a page: each parameter that
 * cannot be parsed counts as absent, and filters among them are listed as unreadable.
 */
export const activityQuerySchema = z
  .object({
    range: z.enum(rangePresets).catch("7d"),
    from: one,
    to: one,
    at: one,
    zone: one,
    model: many,
    provider: many,
    key: many,
    app: many,
    not: many,
    user: one,
    status: one,
    group: z.enum(groups).catch("model"),
    metric: z.enum(metrics).catch("spend"),
    view: z.enum(chartViews).catch("stacked"),
    compare: one,
    tab: z.enum(["usage", "latency"]).catch("usage"),
    cursor: one,
  })
  .partial()
  .transform((query): ActivityFilters => {
    const list = (dimension: ListDimension) => readList(query[dimension] ?? [], dimension);
    const filters = {
      models: list("model"),
      providers: list("provider"),
      keyIds: list("key"),
      appIds: list("app"),
    };
    const valuesOf = {
      model: filters.models,
      provider: filters.providers,
      key: filters.keyIds,
      app: filters.appIds,
    };
    return {
      range: query.range ?? "7d",
      days: readDays(query.from, query.to),
      moments: readMoments(query.from, query.to),
      bucket: query.at && isMoment(query.at) ? query.at : null,
      zone: query.zone && isTimeZone(query.zone) ? query.zone : null,
      ...filters,
      excluded: listDimensions.filter((one) => valuesOf[one].length > 0 && query.not?.includes(one)),
      // Values that cannot be excluded must not be selected instead: the exclusion is listed as unreadable.
      endUser: query.not?.includes("user") ? null : readEndUser(query.user),
      status: query.not?.includes("status") ? null : readStatus(query.status),
      unreadable: listUnreadable(query),
      group: query.group ?? "model",
      metric: query.metric ?? "spend",
      view: query.view ?? "stacked",
      compares: query.compare !== "none",
      tab: query.tab ?? "usage",
      cursor: readCursor(query.cursor),
    };
  });

export function parseActivityFilters(
  parameters: Readonly<Record<string, string | string[] | undefined>>,
): ActivityFilters {
  return activityQuerySchema.parse(parameters);
}
