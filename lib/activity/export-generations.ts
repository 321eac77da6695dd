import "server-only";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { describeFilters } from "./describe-filters";
import { exportColumns, exportHeader, exportPage, exportPageSize } from "./internal/export-page";
import { feedWindows } from "./internal/feed-day-index";
import { generationFilter, idWindow } from "./internal/generation-filter";
import { hashedLines } from "./internal/hashed-lines";
import { readScope } from "./internal/read-scope";
import type { ActivityFilters } from "./rules/activity-filters";
import { exportEnd } from "./rules/export-end";
import type { ExportFormat } from "./rules/export-size";
import { requestSpan, resolveRange } from "./rules/resolve-range";

/**
 * Streams every generation that matches the filters as CSV or as lines of JSON, newest first and never truncated. Reads
 * keyset pages, so that neither memory nor a transaction grows with the number of rows. Times are given in UTC and in the
 * zone of the filters. The last line says that the file is complete: its rows, their cost, the range, the filters, the
 * zone, and the SHA-256 of all lines before it.
 */
export async function* exportGenerations(
  actor: Actor,
  filters: ActivityFilters,
  clock = systemClock,
  format: ExportFormat = "csv",
): AsyncGenerator<string> {
  const now = clock();
  const [scope, filterTexts] = await Promise.all([
    readScope(actor, now),
    describeFilters(actor, filters, clock),
  ]);
  const { zone, ...range } = rangeOf(filters, scope, now);
  const hash = hashedLines();
  let [rows, costNanos] = [0, 0n];
  if (format === "csv") yield hash.add(exportHeader);
  for await (const page of pagesOf(scope, filters, { ...range, zone, format })) {
    rows += page.count;
    costNanos += page.costNanos;
    yield hash.add(page.text);
  }
  const digest = hash.digest();
  yield exportEnd({ rows, costNanos, ...range, zone, filters: filterTexts, digest }, format, exportColumns);
}

type Scope = Awaited<ReturnType<typeof readScope>>;

/** The range that the file covers: it begins no earlier than requests are kept. */
function rangeOf(filters: ActivityFilters, scope: Scope, now: Date) {
  const range = resolveRange(filters, scope.calendar, now);
  const { from, to } = requestSpan(filters, range, now);
  return { from: from < scope.retentionFloor ? scope.retentionFloor : from, to, zone: range.zone };
}

type Pages = { readonly from: Date; readonly to: Date; readonly zone: string; readonly format: ExportFormat };

async function* pagesOf(scope: Scope, filters: ActivityFilters, { from, to, zone, format }: Pages) {
  const whole = idWindow(from, to, scope.retentionFloor);
  if (!whole) return;
  const filter = generationFilter(scope, filters);
  for (const window of await feedWindows(scope, filter, whole, { from, to, enough: exportPageSize })) {
    let high: string | null = window.high;
    while (high !== null) {
      const page = await exportPage(filter, { low: window.low, high }, { zone, format });
      if (page.count > 0) yield page;
      high = page.count === exportPageSize ? page.lowest : null;
    }
  }
}
