import "server-only";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { feedRows } from "./internal/feed-page";
import { feedWindows } from "./internal/feed-day-index";
import { generationFilter, type IdWindow, idWindow } from "./internal/generation-filter";
import { readScope } from "./internal/read-scope";
import type { ActivityFilters, FeedCursor } from "./rules/activity-filters";
import type { GenerationRow } from "./rules/generation-fields";
import { requestSpan, resolveRange } from "./rules/resolve-range";

/** One page of the feed, newest first, and the cursors of the adjacent pages. Null: there is none. */
export type FeedPage = {
  readonly rows: readonly GenerationRow[];
  /** The position of the first row in the whole list, from 1, when the page was opened; null when it is not known. */
  readonly first: number | null;
  readonly older: FeedCursor | null;
  readonly newer: FeedCursor | null;
  /** Set when the range begins before rows are kept; earlier requests appear only in the charts. */
  readonly keptFrom: Date | null;
};

const feedPageSize = 50;

/**
 * Lists matching generations, newest first. A page has no number: it begins next to a generation, so that it does not
 * change while requests arrive. Members see only requests of their own keys.
 */
export async function listGenerations(
  actor: Actor,
  filters: ActivityFilters,
  {
    limit = feedPageSize,
    clock = systemClock,
  }: { readonly limit?: number; readonly clock?: typeof systemClock } = {},
): Promise<FeedPage> {
  const now = clock();
  const scope = await readScope(actor, now);
  const range = resolveRange(filters, scope.calendar, now);
  const span = requestSpan(filters, range, now);
  const keptFrom = span.from < scope.retentionFloor ? scope.retentionFloor : null;
  const whole = idWindow(span.from, span.to, scope.retentionFloor);
  const window = whole && cutAt(whole, filters.cursor);
  if (!window) return { rows: [], first: null, older: null, newer: filters.cursor, keptFrom };
  const filter = generationFilter(scope, filters);
  const windows = await feedWindows(scope, filter, window, {
    from: span.from,
    to: span.to,
    enough: limit + 1,
  });
  const side = filters.cursor?.side ?? "older";
  const rows = await feedRows(filter, windows, side, limit + 1);
  if (side === "newer" && rows.length <= limit) {
    // Nothing newer is left out: this is the first page, and it is filled.
    return listGenerations(actor, { ...filters, cursor: null }, { limit, clock: () => now });
  }
  const shown = rows.slice(0, limit);
  if (side === "newer") shown.reverse();
  return {
    rows: shown,
    ...pageCursors(filters.cursor, shown, side === "newer" || rows.length > limit),
    keptFrom,
  };
}

/** The cursors of the adjacent pages, and where this page is in the list. */
function pageCursors(
  cursor: FeedCursor | null,
  shown: readonly GenerationRow[],
  hasOlder: boolean,
): Pick<FeedPage, "first" | "older" | "newer"> {
  const last = shown.at(-1);
  const first = firstPosition(cursor, shown.length);
  return {
    first,
    older:
      last && hasOlder
        ? { side: "older", id: last.id, rank: first === null ? null : first - 1 + shown.length }
        : null,
    newer: cursor
      ? { side: "newer", id: shown[0]?.id ?? cursor.id, rank: first === null ? null : first - 1 }
      : null,
  };
}

function firstPosition(cursor: FeedCursor | null, count: number): number | null {
  if (cursor === null) return 1;
  if (cursor.rank === null) return null;
  // Rows that arrived in the meantime were not counted, so a position may not be a positive number.
  return Math.max(1, cursor.side === "older" ? cursor.rank + 1 : cursor.rank - count + 1);
}

/** The part of the window on one side of the cursor. The cursor's own row is on the other page. */
function cutAt(window: IdWindow, cursor: FeedCursor | null): IdWindow | null {
  if (!cursor) return window;
  const cut =
    cursor.side === "older"
      ? { low: window.low, high: cursor.id < window.high ? cursor.id : window.high }
      : { low: cursor.id >= window.low ? following(cursor.id) : window.low, high: window.high };
  return cut.low < cut.high ? cut : null;
}

/** The next higher id. */
function following(id: string): string {
  const hex = (BigInt(`0x${id.replaceAll("-", "")}`) + 1n).toString(16).padStart(32, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
