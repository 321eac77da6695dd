import {
  SkeletonChart,
  SkeletonFigures,
  SkeletonRegion,
  SkeletonTable,
} from "@/components/ui/feedback/skeleton";
import { Stack } from "@/components/ui/layout/stack";
import { findGeneration } from "@/lib/activity/find-generation";
import { getFeed } from "@/lib/activity/get-feed";
import { getChangeToken } from "@/lib/activity/get-change-token";
import { getLatencyChart } from "@/lib/activity/get-latency-chart";
import { getUsageChart } from "@/lib/activity/get-usage-chart";
import { listFacets } from "@/lib/activity/list-facets";
import type { ActivityFilters } from "@/lib/activity/rules/activity-filters";
import { parseGenerationId } from "@/lib/activity/rules/generation-id";
import type { Actor } from "@/lib/kernel/actor";
import { Feed } from "./feed";
import { FilterBar } from "./filter-bar";
import { GenerationSheet } from "./generation-sheet";
import { Overview } from "./overview";

type UsageAndRequestsProps = {
  readonly actor: Actor;
  readonly filters: ActivityFilters;
  /** Id of the generation shown in the sheet, as in the URL. */
  readonly opened: string | null;
  /** True until the workspace's first request. */
  readonly isFresh: boolean;
};

/** The charts and the requests below them, read together for one range and one set of filters. */
export async function UsageAndRequests({ actor, filters, opened, isFresh }: UsageAndRequestsProps) {
  const openedId = opened && parseGenerationId(opened);
  // Read before the rows: a request recorded in between changes the token, and the page reads the rows again.
  const changeToken = await getChangeToken(actor);
  const [usage, latency, feed, facets, generation] = await Promise.all([
    getUsageChart(actor, filters),
    filters.tab === "latency" ? getLatencyChart(actor, filters) : null,
    getFeed(actor, filters),
    listFacets(actor, filters),
    openedId ? findGeneration(actor, openedId) : null,
  ]);
  return (
    <Stack gap="roomy">
      <FilterBar filters={filters} usage={usage} facets={facets} />
      <Overview filters={filters} usage={usage} latency={latency} />
      <Feed
        filters={filters}
        feed={feed}
        zone={usage.range.zone}
        changeToken={changeToken}
        opened={generation && opened}
        isFresh={isFresh}
      />
      {opened ? <GenerationSheet generation={generation} items={feed.items} zone={usage.range.zone} /> : null}
    </Stack>
  );
}

export function UsageAndRequestsSkeleton() {
  return (
    <SkeletonRegion label="Loading your activity">
      <Stack gap="roomy">
        <SkeletonFigures />
        <SkeletonChart />
        <SkeletonTable />
      </Stack>
    </SkeletonRegion>
  );
}
