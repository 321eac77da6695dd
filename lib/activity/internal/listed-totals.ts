import "server-only";
import type { ActivityFilters } from "../rules/activity-filters";
import type { FeedTotals } from "../rules/feed-item";
import { requestSpan, resolveRange } from "../rules/resolve-range";
import { addListed, addUsage, type ListedUsage } from "../rules/usage-sums";
import { generationFilter } from "./generation-filter";
import type { ReadScope } from "./read-scope";
import { readUsage, sourceOf } from "./usage/read-usage";

/**
 * The number, the failures and the cost of all requests that the feed lists, on all its pages; equal to the sums that the chart shows.
 * Where these would be counted from the request rows, and the caller reads the chart too, its `usage` is used.
 */
export async function listedTotals(
  scope: ReadScope,
  filters: ActivityFilters,
  now: Date,
  usage: Promise<ListedUsage> | null = null,
): Promise<FeedTotals> {
  const range = resolveRange(filters, scope.calendar, now);
  const read = {
    scope,
    filters,
    filter: generationFilter(scope, filters),
    span: requestSpan(filters, range, now),
    unit: range.unit,
    group: null,
    now,
  };
  // Split by a group, roll-ups may be missing that exist for the sums alone. Never the other way round.
  const chart = usage && sourceOf(read) === "rows" ? await usage.catch(() => null) : null;
  const { requests, errors, costNanos } = chart ? addListed(chart) : addUsage((await readUsage(read)).rows);
  return { requests: requests.toString(), errors: errors.toString(), costNanos: costNanos.toString() };
}
