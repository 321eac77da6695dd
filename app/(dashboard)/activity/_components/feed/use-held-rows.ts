"use client";

import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import type { FeedItem } from "@/lib/activity/rules/feed-item";

/** The height of the frame's header, below which the page scrolls. */
const headerPx = 52;

type Held = { readonly page: string; readonly items: readonly FeedItem[] };

/**
 * Holds new rows back while the reader is further down the list: rows above would move what is being read. They appear
 * when the heading of the list comes back into view. `page` names the page of the list; another one holds nothing back.
 */
export function useHeldRows(
  heading: RefObject<HTMLElement | null>,
  page: string,
  items: readonly FeedItem[],
): { readonly shown: readonly FeedItem[]; readonly heldCount: number } {
  const [held, setHeld] = useState<Held | null>(null);
  const onMove = useEffectEvent((isAway: boolean) => {
    setHeld((before) => (isAway ? (before?.page === page ? before : { page, items }) : null));
  });
  useEffect(() => {
    const element = heading.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry) onMove(!entry.isIntersecting && entry.boundingClientRect.top < headerPx);
      },
      { rootMargin: `-${headerPx}px 0px 0px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [heading]);
  if (held?.page !== page) return { shown: items, heldCount: 0 };
  const known = new Set(held.items.map(({ id }) => id));
  return { shown: held.items, heldCount: items.filter(({ id }) => !known.has(id)).length };
}
