import "server-only";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { exportHeader, exportPage, exportPageSize } from "./internal/export-page";
import { feedWindows } from "./internal/feed-day-index";
import { generationFilter, idWindow } from "./internal/generation-filter";
import { readScope } from "./internal/read-scope";
import type { ActivityFilters } from "./rules/activity-filters";
import type { ExportFormat } from "./rules/export-size";
import { requestSpan, resolveRange } from "./rules/resolve-range";

/**
 * Streams every generation that matches the filters as CSV or as lines of JSON, newest first and never truncated. Reads keyset pages, so
 * that neither memory nor a transaction grows with the number of rows. Times are given in UTC and in the zone of the
 * filters.
 */
export async function* exportGenerations(
  actor: Actor,
  filters: ActivityFilters,
  clock = systemClock,
  format: ExportFormat = "csv",
): AsyncGenerator<string> {
  const now = clock();
  const scope = await readScope(actor, now);
  const range = resolveRange(filters, scope.calendar, now);
  const span = requestSpan(filters, range, now);
  const whole = idWindow(span.from, span.to, scope.retentionFloor);
  if (format === "csv") yield exportHeader;
  if (!whole) return;
  const filter = generationFilter(scope, filters);
  for (const window of await feedWindows(scope, filter, whole, {
    from: span.from,
    to: span.to,
    enough: exportPageSize,
  })) {
    let high: string | null = window.high;
    while (high !== null) {
      const page = await exportPage(filter, { low: window.low, high }, { zone: range.zone, format });
      if (page.count > 0) yield page.text;
      high = page.count === exportPageSize ? page.lowest : null;
    }
  }
}
