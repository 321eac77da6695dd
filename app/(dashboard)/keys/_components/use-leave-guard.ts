"use client";

import { useEffect, useEffectEvent, useRef } from "react";

/**
 * While `active`, the ways out of the page call `ask` instead: the browser's back button, links, and the shortcuts that
 * lead to other pages. Reloading or closing the tab asks in the browser's own words. Back needs an entry of the history to
 * land on, so one with the same address is added. Returns a function that ends the guard before the page leaves on purpose.
 */
export function useLeaveGuard(active: boolean, ask: () => void): () => void {
  const released = useRef(false);
  const onLeave = useEffectEvent(ask);
  useEffect(() => {
    if (!active) return;
    const entry = () => window.history.pushState(window.history.state, "", window.location.href);
    const back = () => {
      if (released.current) return;
      entry();
      onLeave();
    };
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      if (!leavesPage(event)) return;
      event.preventDefault();
      event.stopPropagation();
      onLeave();
    };
    const press = (event: KeyboardEvent) => {
      if (!isShortcut(event)) return;
      if (event.ctrlKey || event.metaKey) event.preventDefault();
      event.stopPropagation();
    };
    entry();
    window.addEventListener("popstate", back);
    window.addEventListener("beforeunload", unload);
    // On the way down, before the router's links and the frame's shortcuts see them.
    window.addEventListener("click", click, true);
    window.addEventListener("keydown", press, true);
    return () => {
      window.removeEventListener("popstate", back);
      window.removeEventListener("beforeunload", unload);
      window.removeEventListener("click", click, true);
      window.removeEventListener("keydown", press, true);
    };
  }, [active]);
  return () => {
    released.current = true;
  };
}

/** True for a click on a link that replaces this page, not for one that opens a tab. */
function leavesPage(event: MouseEvent): boolean {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  return (
    link !== null &&
    link.getAttribute("target") !== "_blank" &&
    !(event.ctrlKey || event.metaKey || event.shiftKey)
  );
}

/** Ctrl or ⌘ with K opens the palette; single letters and "?" are the other shortcuts. */
function isShortcut({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (altKey) return false;
  return ctrlKey || metaKey ? key.toLowerCase() === "k" : /^[a-z?]$/i.test(key);
}
