"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { Badge } from "@/components/ui/feedback/badge";

/** Together with the page read that follows, a request appears in the feed within a second. */
const pollMs = 600;
const failedPollMs = 10_000;

/**
 * Keeps the first page of the feed current. While the tab is visible, it polls the change token and refreshes the page
 * when a request was recorded.
 */
export function LiveFeed({ changeToken }: { readonly changeToken: string }) {
  const router = useRouter();
  const [isRefreshing, startRefresh] = useTransition();
  const shown = useRef(changeToken);
  const { data, isError } = useQuery({
    queryKey: ["activity-change-token"],
    queryFn: readChangeToken,
    // Polling pauses in a hidden tab; react-query resumes it when the tab becomes visible.
    refetchInterval: (query) => (query.state.status === "error" ? failedPollMs : pollMs),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  // The poll's result comes from outside of React and has to reach the router, which renders on the server.
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
