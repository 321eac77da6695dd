"use client";

import { useSyncExternalStore } from "react";

/** A server that was reached this recently is not asked again before a link is followed. */
const freshMs = 5_000;
const probeMs = 5_000;
const retryMs = 3_000;

const contact: {
  isAway: boolean;
  reachedAtMs: number;
  probe: Promise<boolean> | null;
  retry: ReturnType<typeof setTimeout> | undefined;
} = { isAway: false, reachedAtMs: 0, probe: null, retry: undefined };
const listeners = new Set<() => void>();

/**
 * Whether a page can be opened, as far as is known. Next loads a page that it can't read in full, and the browser would
 * replace this one by its own error page.
 */
export function isConnected(): boolean {
  return navigator.onLine && !contact.isAway;
}

/** True while the server can't be reached although there is a network. */
export function useServerAway(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => contact.isAway,
    () => false,
  );
}

/** Asks whether the server responds. While it does not, it is asked again at intervals, until it does. */
export function checkContact(): Promise<boolean> {
  contact.probe ??= probe().finally(() => {
    contact.probe = null;
  });
  return contact.probe;
}

/** Asks before a link is followed, unless the server was reached just now. */
export function checkContactSoon(): void {
  if (Date.now() - contact.reachedAtMs > freshMs) void checkContact();
}

async function probe(): Promise<boolean> {
  const request = { cache: "no-store", signal: AbortSignal.timeout(probeMs) } as const;
  const isThere = await fetch("/api/health", request).then(
    ({ ok }) => ok,
    () => false,
  );
  if (isThere) contact.reachedAtMs = Date.now();
  if (contact.isAway === isThere) {
    contact.isAway = !isThere;
    listeners.forEach((tell) => tell());
  }
  clearTimeout(contact.retry);
  if (!isThere) contact.retry = setTimeout(() => void checkContact(), retryMs);
  return isThere;
}
