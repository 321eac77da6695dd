"use client";

import { usePathname } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { msPerMinute } from "@/lib/kernel/clock";
import { nextProbeMs, noRetries, type RetryState } from "@/lib/kernel/retry-schedule";
import { isServerReady } from "./use-refresh";

/** An error boundary is mounted anew each time a page fails, so what was tried for a page is kept here for a while. */
const tried = new Map<string, RetryState & { readonly atMs: number }>();
const keptMs = 2 * msPerMinute;

/** Loads a failed page again once the server is ready, with growing pauses, and says so, also when it gives up. */
export function AutomaticRetry({ retry }: { readonly retry: () => void }) {
  const pathname = usePathname();
  const [state, setState] = useState(() => triedFor(pathname));
  const waitMs = nextProbeMs(state);
  const note = useEffectEvent((isReady: boolean) => {
    const next = { probes: state.probes + 1, retries: state.retries + (isReady ? 1 : 0) };
    tried.set(pathname, { ...next, atMs: Date.now() });
    setState(next);
    if (isReady) retry();
  });
  useEffect(() => {
    if (waitMs === null) return;
    const stop = new AbortController();
    const probe = async () => {
      const isReady = await isServerReady(stop.signal);
      if (!stop.signal.aborted) note(isReady);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A tab in the background does not ask, and asks at once when someone looks at it.
    const schedule = (pauseMs: number) => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") timer = setTimeout(() => void probe(), pauseMs);
    };
    const onVisibility = () => schedule(0);
    schedule(waitMs);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      stop.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [waitMs, state]);
  return (
    <p role="status">
      {waitMs === null
        ? "This page no longer reloads automatically."
        : "This page reloads automatically once the server is ready."}
    </p>
  );
}

function triedFor(pathname: string): RetryState {
  const known = tried.get(pathname);
  return known && Date.now() - known.atMs < keptMs ? known : noRetries;
}
