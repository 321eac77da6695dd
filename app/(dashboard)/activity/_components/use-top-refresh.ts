"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const refreshMs = 15_000;

/**
 * Brings the charts and figures above the feed up to date: some time after the first request that they lack, however many
 * follow, so that a busy workspace does not render the page all the time.
 */
export function useTopRefresh(isStale: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (!isStale) return;
    const timer = setTimeout(() => router.refresh(), refreshMs);
    return () => clearTimeout(timer);
  }, [isStale, router]);
}
