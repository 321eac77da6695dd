"use client";

import { useRefreshEvery } from "@/components/product/use-refresh";

const everyMs = 2_000;

/**
 * Reads the page again every two seconds for as long as it is mounted. Where a page has no React, our own script looks for
 * its mark (`components/plain/read-again.ts`).
 */
export function RefreshWhileRunning() {
  useRefreshEvery(everyMs);
  return <span hidden data-read-again />;
}
