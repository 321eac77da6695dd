"use client";

import { useEffect, useEffectEvent, useRef } from "react";

/**
 * While `active`, the browser's back button calls `ask` instead of leaving, and reloading or closing the tab asks in the
 * browser's own words. Back needs an entry of the history to land on, so one with the same address is added. Returns a
 * function that ends the guard before the page leaves on purpose.
 */
export function useLeaveGuard(active: boolean, ask: () => void): () => void {
  const released = useRef(false);
  const onBack = useEffectEvent(ask);
  useEffect(() => {
    if (!active) return;
    const entry = () => window.history.pushState(window.history.state, "", window.location.href);
    const back = () => {
      if (released.current) return;
      entry();
      onBack();
    };
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    entry();
    window.addEventListener("popstate", back);
    window.addEventListener("beforeunload", unload);
    return () => {
      window.removeEventListener("popstate", back);
      window.removeEventListener("beforeunload", unload);
    };
  }, [active]);
  return () => {
    released.current = true;
  };
}
