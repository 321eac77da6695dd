"use client";

import { useEffect, useEffectEvent, useRef } from "react";

/**
 * While `active`, the ways out of the page call `ask` instead: the browser's back button, links, and the shortcuts that
 * lead to other pages. Reloading or closing the tab asks in the browser's own words. Back needs an entry of the history to
 * land on, so one with the same address is added, once. Returns a function that ends the guard, leaves that entry, and then
 * calls `go`, which leaves the page on purpose.
 */
export function useLeaveGuard(active: boolean, ask: () => void): (go: () => void) => void {
  /** Whether the added entry is the current one. */
  const added = useRef(false);
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
    if (!added.current) entry();
    added.current = true;
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
  // Once the guard has ended, Back from the added entry goes on to the page before: the two entries look the same.
  useEffect(() => {
    if (active) return;
    const pass = () => {
      if (!added.current || released.current) return;
      added.current = false;
      window.history.back();
    };
    window.addEventListener("popstate", pass);
    return () => window.removeEventListener("popstate", pass);
  }, [active]);
  return (go) => {
    released.current = true;
    if (!added.current) return go();
    added.current = false;
    window.addEventListener("popstate", go, { once: true });
    window.history.back();
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
