"use client";

import { useRefreshEvery } from "@/components/product/use-refresh";

const refreshMs = 5_000;

/**
 * Brings the charts and figures above the feed up to date: some time after the first request that they lack, however many
 * follow, so that a busy workspace does not render the page all the time. Tried again for as long as they lack it.
 */
export function useTopRefresh(isStale: boolean): void {
  useRefreshEvery(refreshMs, isStale);
}
