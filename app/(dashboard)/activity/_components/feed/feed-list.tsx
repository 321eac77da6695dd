"use client";

import { type ReactNode, useId, useRef } from "react";
import type { Feed } from "@/lib/activity/get-feed";
import { FeedHeading } from "./feed-heading";
import { FeedPages } from "./feed-pages";
import { FeedTable } from "./feed-table";
import { NewRowsButton } from "./new-rows-button";
import { useFeedKeys } from "./use-feed-keys";
import { useFeedPlace } from "./use-feed-place";
import { useHeldRows } from "./use-held-rows";
import { useLiveFeed } from "./use-live-feed";
import { useTopRefresh } from "./use-top-refresh";

type FeedListProps = {
  readonly feed: Omit<Feed, "keptFrom">;
  readonly changeToken: string;
  /** The filters, as in the address. */
  readonly query: string;
  /** Text of the cursor; null on the first page. */
  readonly cursor: string | null;
  /** Wire id of the request whose sheet is open. */
  readonly opened: string | null;
  readonly zone: string;
  /** When the page was rendered. */
  readonly now: string;
  /** The page with only failed requests; null where a filter already decides about failures. */
  readonly failedHref: string | null;
  /** Which of the counted requests are not listed; null when all are. */
  readonly note: string | null;
  /** Shown instead of rows. */
  readonly empty: ReactNode;
};

/** The feed: one row per request, newest first. The first page grows while it is open. */
export function FeedList(props: FeedListProps) {
  const { feed, changeToken, query, cursor, opened, zone, now, failedHref, note, empty } = props;
  const table = useRef<HTMLTableElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const title = useId();
  // An address with a cursor may also lead to the first page, which is then filled from there.
  const isFirst = feed.newer === null;
  const { live, isDisconnected } = useLiveFeed({
    rendered: { changeToken, items: feed.items, totals: feed.totals, hasOlder: feed.older !== null },
    query,
    isLive: isFirst,
  });
  const { shown, heldCount } = useHeldRows(heading, `${query} ${cursor}`, live.items);
  useTopRefresh(live.changeToken !== changeToken && heldCount === 0);
  useFeedKeys(table);
  const turnPage = useFeedPlace({ heading, table, cursor, opened });
  const pages = {
    ...cursorsOf(feed, { shown, hasOlder: live.hasOlder }),
    shown: shown.length,
    total: note === null ? BigInt(live.totals.requests) : null,
    onTurn: turnPage,
  };
  return (
    <section aria-labelledby={title} className="flex min-w-0 flex-col border-t border-line">
      <FeedHeading
        id={title}
        heading={heading}
        isLive={isFirst}
        isDisconnected={isDisconnected}
        failed={BigInt(live.totals.errors)}
        failedHref={failedHref}
        hasRows={shown.length > 0}
        pages={<FeedPages {...pages} label="Pages of requests, top" />}
      />
      <NewRowsButton count={heldCount} heading={heading} />
      {shown.length === 0 ? (
        empty
      ) : (
        <>
          <FeedTable
            table={table}
            items={shown}
            totals={live.totals}
            known={new Set(feed.items.map(({ id }) => id))}
            opened={opened}
            zone={zone}
            now={now}
          />
          {note ? <p className="px-4 pt-2 text-sm text-ink-muted">{note}</p> : null}
        </>
      )}
      <div className="pt-2">
        <FeedPages {...pages} label="Pages of requests, bottom" />
      </div>
    </section>
  );
}

type Shown = { readonly shown: Feed["items"]; readonly hasOlder: boolean };

/** The first page may have grown, so that its older page begins below the last row that it shows now. */
function cursorsOf(
  { first, older, newer }: Pick<Feed, "first" | "older" | "newer">,
  { shown, hasOlder }: Shown,
): Pick<Feed, "first" | "older" | "newer"> {
  const last = shown.at(-1);
  if (newer !== null) return { first, older, newer };
  return {
    first: 1,
    newer: null,
    older: last && hasOlder ? { side: "older", id: last.id, rank: shown.length } : null,
  };
}
