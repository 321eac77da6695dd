"use client";

import { useRefreshEvery } from "@/components/product/use-refresh";

const intervalMs = 2_000;

/** Reads the page again every two seconds while something on it is about to change. */
export function RefreshWhile({ active }: { readonly active: boolean }) {
  useRefreshEvery(intervalMs, active);
  return null;
}
