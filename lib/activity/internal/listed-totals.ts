import "server-only";
import type { ActivityFilters } from "../rules/activity-filters";
import type { FeedTotals } from "../rules/feed-item";
import { requestSpan, resolveRange } from "../rules/resolve-range";
import { addUsage } from "../rules/usage-sums";
import { generationFilter } from "./generation-filter";
import type { ReadScope } from "./read-scope";
import { readUsage } from "./usage/read-usage";

/** The number and the cost of all requests that the feed lists, on all its pages; from the sums that the chart shows. */
export async function listedTotals(
  scope: ReadScope,
  filters: ActivityFilters,
  now: Date,
): Promise<FeedTotals> {
  const range = resolveRange(filters, scope.calendar, now);
  const { rows } = await readUsage({
    scope,
    filters,
    filter: generationFilter(scope, filters),
    span: requestSpan(filters, range, now),
    unit: range.unit,
    group: null,
    now,
  });
  const { requests, costNanos } = addUsage(rows);
  return { requests: requests.toString(), costNanos: costNanos.toString() };
}
