"use client";

import { useRefreshEvery } from "@/components/product/use-refresh";

const everyMs = 2_000;

/** Reads the page again every two seconds for as long as it is mounted. */
export function RefreshWhileRunning() {
  useRefreshEvery(everyMs);
  return null;
}
