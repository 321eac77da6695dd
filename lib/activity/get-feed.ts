import "server-only";
import { catalog } from "@/lib/catalog/catalog";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { refreshUsage } from "./fold-usage";
import { listedTotals } from "./internal/listed-totals";
import { readScope } from "./internal/read-scope";
import { type FeedPage, listGenerations } from "./list-generations";
import type { ActivityFilters } from "./rules/activity-filters";
import { type FeedItem, type FeedTotals, shortId, toFeedItem } from "./rules/feed-item";
import type { GenerationRow } from "./rules/generation-fields";

/** A page of the feed as the browser shows it, with the sums over all its pages. */
export type Feed = Omit<FeedPage, "rows"> & {
  readonly items: readonly FeedItem[];
  readonly totals: FeedTotals;
};

/** Reads one page of the feed for the activity page. */
export async function getFeed(actor: Actor, filters: ActivityFilters, clock = systemClock): Promise<Feed> {
  const now = clock();
  const [{ rows, ...page }, totals] = await Promise.all([
    listGenerations(actor, filters, { clock: () => now }),
    readTotals(actor, filters, now),
  ]);
  return { ...page, items: rows.map(asItem), totals };
}

/** What was recorded since a browser read the first page. */
export type NewRows = {
  readonly items: readonly FeedItem[];
  readonly totals: FeedTotals;
  /** True when the browser knows none of the first page: between its rows and these there may be others. */
  readonly isReset: boolean;
};

/** Reads the rows of the first page that a browser does not have yet, and the sums with them. */
export async function getNewRows(
  actor: Actor,
  filters: ActivityFilters,
  known: ReadonlySet<string>,
  clock = systemClock,
): Promise<NewRows> {
  const now = clock();
  const [page, totals] = await Promise.all([
    listGenerations(actor, { ...filters, cursor: null }, { clock: () => now }),
    readTotals(actor, filters, now),
  ]);
  const fresh = page.rows.filter(({ id }) => !known.has(shortId(id)));
  const isReset = fresh.length > 0 && fresh.length === page.rows.length && page.older !== null;
  return { items: fresh.map(asItem), totals, isReset };
}

async function readTotals(actor: Actor, filters: ActivityFilters, now: Date): Promise<FeedTotals> {
  await refreshUsage();
  return listedTotals(await readScope(actor, now), filters, now);
}

function asItem(row: GenerationRow): FeedItem {
  return toFeedItem(row, catalog().providerBySlug.get(row.provider)?.name ?? row.provider);
}
