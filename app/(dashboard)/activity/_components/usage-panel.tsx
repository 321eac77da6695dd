"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { StackedChart } from "@/components/charts/stacked-chart";
import { Button } from "@/components/ui/actions/button";
import { LinkButton } from "@/components/ui/actions/link-button";
import { SegmentedControl } from "@/components/ui/actions/segmented-control";
import { FailedState } from "@/components/ui/feedback/failed-state";
import {
  type Group,
  groupTitles,
  groups,
  type Metric,
  metricTitles,
  metrics,
} from "@/lib/activity/rules/usage-choice";
import type { ChartModel } from "@/lib/kernel/chart-model";

type Choice = { readonly metric: Metric; readonly group: Group };
type UsagePanelProps = {
  /** Canonical query of the page's filters. */
  readonly query: string;
  /** Metric and group of the server-rendered chart. */
  readonly shown: Choice;
  readonly initial: ChartModel;
};

/**
 * The usage chart. Metric and group change in place, and the URL follows. The server-rendered chart is used where it
 * matches the choice; any other is fetched once.
 */
export function UsagePanel({ query, shown, initial }: UsagePanelProps) {
  const search = useSearchParams();
  const choice = chosen(search, shown);
  const isServers = choice.metric === shown.metric && choice.group === shown.group;
  const address = chartAddress(query, choice);
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["usage-chart", address],
    queryFn: () => readChart(address),
    enabled: !isServers,
    placeholderData: keepPreviousData,
  });
  const choose = (change: Partial<Choice>) => {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(change)) next.set(name, value);
    window.history.replaceState(null, "", `?${next}`);
  };
  return (
    <div className="flex min-w-0 flex-col gap-3 pt-3 pb-4" aria-busy={isFetching}>
      <div className="flex flex-wrap items-center justify-between gap-2 px-3">
        <div className="relative flex min-w-0 max-w-full flex-wrap gap-2 overflow-x-auto">
          <SegmentedControl
            label="Metric"
            value={choice.metric}
            onChange={(metric) => choose({ metric })}
            options={metrics.map((value) => ({ value, label: metricTitles[value] }))}
          />
          <SegmentedControl
            label="By"
            value={choice.group}
            onChange={(group) => choose({ group })}
            options={groups.map((value) => ({ value, label: `By ${groupTitles[value]}` }))}
          />
        </div>
        <LinkButton
          href={`${address}${address.includes("?") ? "&" : "?"}format=csv`}
          size="small"
          variant="quiet"
          download
        >
          Chart as CSV
        </LinkButton>
      </div>
      {!isServers && error ? (
        <FailedState
          title="The chart couldn't be loaded"
          requestId={error instanceof ChartError ? error.requestId : undefined}
          retry={<Button onClick={() => refetch()}>Try again</Button>}
        />
      ) : (
        <StackedChart model={isServers ? initial : (data ?? initial)} syncId="activity" />
      )}
    </div>
  );
}

function chosen(search: URLSearchParams, shown: Choice): Choice {
  const metric = search.get("metric");
  const group = search.get("group");
  return {
    metric: metrics.find((one) => one === metric) ?? (metric === null ? "spend" : shown.metric),
    group: groups.find((one) => one === group) ?? (group === null ? "model" : shown.group),
  };
}

function chartAddress(query: string, { metric, group }: Choice): string {
  const parameters = new URLSearchParams(query);
  parameters.set("metric", metric);
  parameters.set("group", group);
  return `/api/dashboard/activity/chart?${parameters}`;
}

class ChartError extends Error {
  constructor(readonly requestId: string | undefined) {
    super("The chart couldn't be loaded.");
  }
}

async function readChart(address: string): Promise<ChartModel> {
  const response = await fetch(address);
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ChartError(requestIdOf(body));
  return body as ChartModel;
}

function requestIdOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || !("error" in body)) return undefined;
  const { error } = body;
  return typeof error === "object" &&
    error !== null &&
    "requestId" in error &&
    typeof error.requestId === "string"
    ? error.requestId
    : undefined;
}
