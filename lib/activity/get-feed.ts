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
import type { ListedUsage } from "./rules/usage-sums";

/** A page of the feed as the browser shows it, with the sums over all its pages. */
export type Feed = Omit<FeedPage, "rows"> & {
  readonly items: readonly FeedItem[];
  readonly totals: FeedTotals;
};

type FeedOptions = {
  /** The chart of the same filters when it is read too, so that the same rows are not counted twice. */
  readonly usage?: Promise<ListedUsage> | null;
  readonly clock?: typeof systemClock;
};

/** Reads one page of the feed for the activity page. */
export async function getFeed(
  actor: Actor,
  filters: ActivityFilters,
  { usage = null, clock = systemClock }: FeedOptions = {},
): Promise<Feed> {
  const now = clock();
  const [{ rows, ...page }, totals] = await Promise.all([
    listGenerations(actor, filters, { clock: () => now }),
    readTotals(actor, filters, now, usage),
  ]);
  return { ...page, items: rows.map(asItem), totals };
}

/** What was recorded since a browser read the first page. */
export type NewRows = {
  readonly items: readonly FeedItem[];
  /** Null without new rows: the sums that the browser has still apply. */
  readonly totals: FeedTotals | null;
  /** True when the browser knows none of the first page: between its rows and these there may be others. */
  readonly isReset: boolean;
};

/**
 * Reads the rows of the first page that a browser does not have yet, and the sums with them. Every request of the
 * workspace leads here, also those that the filters leave out, so the sums are read only when there are new rows.
 */
export async function getNewRows(
  actor: Actor,
  filters: ActivityFilters,
  known: ReadonlySet<string>,
  clock = systemClock,
): Promise<NewRows> {
  const now = clock();
  const page = await listGenerations(actor, { ...filters, cursor: null }, { clock: () => now });
  const fresh = page.rows.filter(({ id }) => !known.has(shortId(id)));
  const isReset = fresh.length > 0 && fresh.length === page.rows.length && page.older !== null;
  const totals = fresh.length === 0 ? null : await readTotals(actor, filters, now);
  return { items: fresh.map(asItem), totals, isReset };
}

async function readTotals(
  actor: Actor,
  filters: ActivityFilters,
  now: Date,
  usage: Promise<ListedUsage> | null = null,
): Promise<FeedTotals> {
  await refreshUsage();
  return listedTotals(await readScope(actor, now), filters, now, usage);
}

function asItem(row: GenerationRow): FeedItem {
  return toFeedItem(row, catalog().providerBySlug.get(row.provider)?.name ?? row.provider);
}
