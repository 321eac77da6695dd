"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect } from "react";

/** A server that hangs counts as not ready. */
const probeMs = 5_000;

export async function isServerReady(stopped?: AbortSignal): Promise<boolean> {
  const signal = AbortSignal.any([...(stopped ? [stopped] : []), AbortSignal.timeout(probeMs)]);
  const response = await fetch("/api/ready", { cache: "no-store", signal }).catch(() => null);
  return response?.ok ?? false;
}

/**
 * Reads the page again, in place, and says whether it could: not without a connection, nor while the server is away. Next
 * turns a refresh that fails into a full navigation, and the browser would replace the page by its own error page.
 */
export function useRefresh(): (stopped?: AbortSignal) => Promise<boolean> {
  const router = useRouter();
  return useCallback(
    async (stopped) => {
      const isReady = navigator.onLine && (await isServerReady(stopped));
      if (isReady) router.refresh();
      return isReady;
    },
    [router],
  );
}

/** Reads the page again at intervals for as long as it is wanted, except in a hidden tab. */
export function useRefreshEvery(intervalMs: number, isWanted = true): void {
  const refresh = useRefresh();
  // An effect, because a timer is not rendering.
  useEffect(() => {
    if (!isWanted) return;
    const stop = new AbortController();
    let isAsking = false;
    const timer = setInterval(async () => {
      if (isAsking || document.visibilityState !== "visible") return;
      isAsking = true;
      await refresh(stop.signal);
      isAsking = false;
    }, intervalMs);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [intervalMs, isWanted, refresh]);
}
