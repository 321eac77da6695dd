"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { Badge } from "@/components/ui/feedback/badge";

/** With the reading of the page that follows, a request stands in the feed within a second. */
const pollMs = 600;
const failedPollMs = 10_000;

/**
 * Keeps the first page of the feed as it is on the server: asks, while the tab is looked at, whether a
 * request was recorded, and reads the page again when so.
 */
export function LiveFeed({ changeToken }: { readonly changeToken: string }) {
  const router = useRouter();
  const [isRefreshing, startRefresh] = useTransition();
  const shown = useRef(changeToken);
  const { data, isError } = useQuery({
    queryKey: ["activity-change-token"],
    queryFn: readChangeToken,
    // A hidden tab asks nothing; react-query begins again when it is looked at.
    refetchInterval: (query) => (query.state.status === "error" ? failedPollMs : pollMs),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  // The poll comes from outside of React: what it says has to reach the router, which renders on the server.
  useEffect(() => {
    if (data === undefined || data === shown.current || isRefreshing) return;
    shown.current = data;
    startRefresh(() => router.refresh());
  }, [data, isRefreshing, router]);
  return <Badge tone={isError ? "warning" : "positive"}>{isError ? "Disconnected" : "Live"}</Badge>;
}

async function readChangeToken(): Promise<string> {
  const response = await fetch("/api/dashboard/activity/latest");
  if (!response.ok) throw new Error("Couldn't check for new requests.");
  const body = (await response.json()) as { changeToken: string };
  return body.changeToken;
}
