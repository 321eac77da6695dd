import "server-only";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { exportHeader, exportPage, exportPageSize } from "./internal/export-page";
import { feedWindows } from "./internal/feed-day-index";
import { generationFilter, idWindow } from "./internal/generation-filter";
import { readScope } from "./internal/read-scope";
import type { ActivityFilters } from "./rules/activity-filters";
import { resolveRange } from "./rules/resolve-range";

/**
 * Streams every generation that matches the filters as CSV, newest first and never truncated. Reads keyset pages, so
 * that neither memory nor a transaction grows with the number of rows. Times are given in UTC and in the zone of the
 * filters.
 */
export async function* exportGenerations(
  actor: Actor,
  filters: ActivityFilters,
  clock = systemClock,
): AsyncGenerator<string> {
  const now = clock();
  const scope = await readScope(actor, now);
  const range = resolveRange(filters, scope.calendar, now);
  const whole = idWindow(range.from, range.to, scope.retentionFloor);
  yield exportHeader;
  if (!whole) return;
  const filter = generationFilter(scope, filters);
  for (const window of await feedWindows(scope, filter, whole, {
    from: range.from,
    to: range.to,
    enough: exportPageSize,
  })) {
    let high: string | null = window.high;
    while (high !== null) {
      const page = await exportPage(filter, { low: window.low, high }, range.zone);
      if (page.count > 0) yield page.text;
      high = page.count === exportPageSize ? page.lowest : null;
    }
  }
}
