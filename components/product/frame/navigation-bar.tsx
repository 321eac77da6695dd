"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useRefresh } from "@/components/product/use-refresh";
import { type NavigationKind, onNavigationStart } from "./navigation-start";
import { forgetPrefetches, isStalePrefetch } from "./prefetched";

/** Most pages are there sooner, and then nothing may flash. */
const delayMs = 150;
/** A navigation that never ends, because its connection is lost, is not waited for. */
const longestMs = 20_000;

/**
 * Shows that a page is on its way, while the current one stays: a line at the top of the screen. Also reads a page again
 * that was opened from a prefetch of some seconds ago.
 */
export function NavigationBar() {
  const refresh = useRefresh();
  const pathname = usePathname();
  const here = addressOf(pathname, useSearchParams());
  /** The page from which a slow navigation started; it ends when another page is shown. */
  const [left, setLeft] = useState<string | null>(null);
  const lastKind = useRef<NavigationKind | null>(null);
  const current = useEffectEvent(() => here);

  useEffect(() => {
    let timers: ReturnType<typeof setTimeout>[] = [];
    const settle = () => {
      timers.forEach(clearTimeout);
      timers = [];
      setLeft(null);
    };
    const end = onNavigationStart(({ url, kind }) => {
      lastKind.current = kind;
      settle();
      const { pathname: path, searchParams } = new URL(url, window.location.href);
      if (addressOf(path, searchParams) === current()) return;
      timers = [setTimeout(() => setLeft(current()), delayMs), setTimeout(settle, longestMs)];
    });
    return () => {
      timers.forEach(clearTimeout);
      end();
    };
    // Arriving at a page starts anew, which also drops the timers of the navigation that led there.
  }, [here]);

  const refreshStale = useEffectEvent(async () => {
    if (isStalePrefetch(here, Date.now()) && (await refresh())) forgetPrefetches();
  });
  useEffect(() => void refreshStale(), [here]);

  // Next does not scroll when the new page's first line is within the window, even if it is below the sticky header.
  useEffect(() => {
    if (lastKind.current === "push" && window.location.hash === "") window.scrollTo(0, 0);
  }, [pathname]);

  if (left !== here) return null;
  return (
    <div
      role="progressbar"
      aria-label="Loading the page"
      className="fixed inset-x-0 top-0 z-50 h-0.5 overflow-hidden"
    >
      <div className="h-full w-1/3 animate-pending bg-accent motion-reduce:w-full" />
    </div>
  );
}

function addressOf(pathname: string, search: { toString(): string }): string {
  const query = search.toString();
  return query ? `${pathname}?${query}` : pathname;
}
