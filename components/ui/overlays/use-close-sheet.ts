"use client";

import { useRouter } from "next/navigation";
import { useRef } from "react";

/**
 * Closes a sheet that has its own address. A sheet that was opened from the page behind it goes back to that entry of the
 * history, so that Back does not open it again; otherwise the page takes its place. The page is read again in both cases.
 */
export function useCloseSheet(closeHref: string): () => void {
  const router = useRouter();
  const isLeaving = useRef(false);
  return () => {
    if (isLeaving.current) return;
    const show = () => router.replace(closeHref, { scroll: false });
    if (!isBehind(closeHref)) return show();
    isLeaving.current = true;
    const arrive = (event: PopStateEvent) => {
      // The router would show the page as it was when the sheet was opened, without what has changed since.
      event.stopImmediatePropagation();
      isLeaving.current = false;
      show();
    };
    window.addEventListener("popstate", arrive, { once: true, capture: true });
    window.history.back();
  };
}

/** True if the entry before this one is this address, in the same document. Unknown in older browsers. */
function isBehind(href: string): boolean {
  if (!("navigation" in window)) return false;
  const { currentEntry } = window.navigation;
  const before = currentEntry ? window.navigation.entries()[currentEntry.index - 1] : undefined;
  return before?.sameDocument === true && before.url === new URL(href, window.location.href).href;
}
