"use client";

import { type RefObject, useEffect, useRef } from "react";
import { rowLinks } from "./use-feed-keys";

type FeedPlace = {
  readonly heading: RefObject<HTMLElement | null>;
  readonly table: RefObject<HTMLElement | null>;
  /** Text of the page's cursor. */
  readonly cursor: string | null;
  /** Wire id of the request whose sheet is open. */
  readonly opened: string | null;
};

/**
 * Keeps the reader's place: another page begins at the heading of the list, and a closed sheet returns the focus to the
 * row of the request that was shown last. Returns what the links to other pages call.
 */
export function useFeedPlace({ heading, table, cursor, opened }: FeedPlace): () => void {
  // The browser restores the place itself when it goes back, so only a click on a link sets this.
  const isTurning = useRef(false);
  useEffect(() => {
    if (!isTurning.current) return;
    isTurning.current = false;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: "start" });
  }, [cursor, heading]);

  const before = useRef(opened);
  useEffect(() => {
    const closed = before.current;
    before.current = opened;
    if (closed === null || opened !== null) return;
    const focusRow = () => {
      const links = table.current?.querySelectorAll<HTMLElement>(rowLinks) ?? [];
      [...links].find((link) => link.dataset.request === closed)?.focus();
    };
    // After the dialog, which returns the focus to what opened it.
    const timer = setTimeout(focusRow, 0);
    return () => clearTimeout(timer);
  }, [opened, table]);

  return () => {
    isTurning.current = true;
  };
}
