"use client";

import { usePathname } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { msPerMinute } from "@/lib/kernel/clock";
import { nextProbeMs, noRetries, type RetryState } from "@/lib/kernel/retry-schedule";

/** An error boundary is mounted anew each time a page fails, so what was tried for a page is kept here for a while. */
const tried = new Map<string, RetryState & { readonly atMs: number }>();
const keptMs = 2 * msPerMinute;

/** Loads a failed page again once the server is ready, with growing pauses, and says so until it gives up. */
export function AutomaticRetry({ retry }: { readonly retry: () => void }) {
  const pathname = usePathname();
  const [state, setState] = useState(() => triedFor(pathname));
  const waitMs = nextProbeMs(state);
  const probe = useEffectEvent(async () => {
    // A tab in the background waits without counting.
    if (document.visibilityState !== "visible") return setState({ ...state });
    const isReady = await isServerReady();
    const next = { probes: state.probes + 1, retries: state.retries + (isReady ? 1 : 0) };
    tried.set(pathname, { ...next, atMs: Date.now() });
    setState(next);
    if (isReady) retry();
  });
  useEffect(() => {
    if (waitMs === null) return;
    const timer = setTimeout(() => void probe(), waitMs);
    return () => clearTimeout(timer);
  }, [waitMs, state]);
  if (waitMs === null) return null;
  return <p>This page reloads automatically once the server is ready.</p>;
}

function triedFor(pathname: string): RetryState {
  const known = tried.get(pathname);
  return known && Date.now() - known.atMs < keptMs ? known : noRetries;
}

async function isServerReady(): Promise<boolean> {
  const response = await fetch("/api/ready", { cache: "no-store" }).catch(() => null);
  return response?.ok ?? false;
}
