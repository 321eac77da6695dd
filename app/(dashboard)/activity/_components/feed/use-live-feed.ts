"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { isSessionEnded, readPageJson, useSignInAgain } from "@/components/product/session-ended";
import type { NewRows } from "@/lib/activity/get-feed";
import { type FeedItem, type FeedTotals, mergeItems, writeKnown } from "@/lib/activity/rules/feed-item";

const pollMs = 2_000;
const failedPollMs = 10_000;
/** Older rows leave the page when so many have arrived; they are on the next one. */
const rowsMax = 200;

export type LiveFeed = {
  readonly changeToken: string;
  readonly items: readonly FeedItem[];
  readonly totals: FeedTotals;
  readonly hasOlder: boolean;
};

type LiveFeedOptions = {
  /** The page as rendered by the server. */
  readonly rendered: LiveFeed;
  /** The filters of the page, as in its address. */
  readonly query: string;
  /** Only the first page changes. */
  readonly isLive: boolean;
};

/**
 * Keeps the first page of the feed current without rendering the page again: it polls the change token, and when a
 * request was recorded, it reads the rows that are new and the sums. Polling pauses in a hidden tab.
 */
export function useLiveFeed({ rendered, query, isLive }: LiveFeedOptions): {
  readonly live: LiveFeed;
  readonly isDisconnected: boolean;
} {
  const client = useQueryClient();
  // When the server renders the page again, its rows take over.
  const queryKey = ["activity-feed", query, rendered.changeToken, rendered.items[0]?.id];
  const { data, error, isError } = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      readLiveFeed(client.getQueryData<LiveFeed>(queryKey) ?? rendered, { query, signal }),
    initialData: rendered,
    enabled: isLive,
    refetchInterval: ({ state }) =>
      isSessionEnded(state.error) ? false : state.status === "error" ? failedPollMs : pollMs,
    staleTime: pollMs,
    gcTime: 0,
    retry: false,
  });
  useSignInAgain(error);
  return { live: isLive ? data : rendered, isDisconnected: isError };
}

type Reading = { readonly query: string; readonly signal: AbortSignal };

async function readLiveFeed(before: LiveFeed, { query, signal }: Reading): Promise<LiveFeed> {
  // Read before the rows: what is recorded in between changes the token, and is read with the next poll.
  const { changeToken } = await readPageJson<{ changeToken: string }>(
    "/api/dashboard/activity/latest",
    signal,
  );
  if (changeToken === before.changeToken) return before;
  const parameters = new URLSearchParams(query);
  parameters.set("known", writeKnown(before.items));
  const fresh = await readPageJson<NewRows>(`/api/dashboard/activity/new?${parameters}`, signal);
  const shown = fresh.isReset ? [] : before.items;
  const items = mergeItems(fresh.items, shown, rowsMax);
  return {
    changeToken,
    items,
    totals: fresh.totals ?? before.totals,
    hasOlder: before.hasOlder || fresh.isReset || items.length < shown.length + fresh.items.length,
  };
}
