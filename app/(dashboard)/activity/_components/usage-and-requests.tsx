import { Stack } from "@/components/ui/layout/stack";
import { findGeneration } from "@/lib/activity/find-generation";
import { getFeed } from "@/lib/activity/get-feed";
import { getChangeToken } from "@/lib/activity/get-change-token";
import { getLatencyChart, getLatencyFigure } from "@/lib/activity/get-latency-chart";
import { getMonthSpend } from "@/lib/activity/get-month-spend";
import { getEmptyUsage, getUsageChart } from "@/lib/activity/get-usage-chart";
import { listFacets } from "@/lib/activity/list-facets";
import { activityQuery, type ActivityFilters } from "@/lib/activity/rules/activity-filters";
import { requestsAnchor } from "@/lib/activity/rules/charts/usage-views";
import { parseGenerationId } from "@/lib/activity/rules/generation-id";
import { addListed } from "@/lib/activity/rules/usage-sums";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { attempt } from "@/lib/web/attempt";
import { ActivityHeader } from "./activity-header";
import { Choices } from "./choices";
import { Feed } from "./feed/feed";
import { FilterBar } from "./filters/filter-bar";
import { GenerationSheet } from "./sheet/generation-sheet";
import { Overview } from "./chart/overview";

type UsageAndRequestsProps = {
  readonly actor: Actor;
  readonly filters: ActivityFilters;
  /** Id of the generation shown in the sheet, as in the URL. */
  readonly opened: string | null;
};

/** The charts and the requests below them, read together for one range and one set of filters. */
export async function UsageAndRequests({ actor, filters, opened }: UsageAndRequestsProps) {
  const openedId = opened && parseGenerationId(opened);
  // Read before the rows: a request recorded in between changes the token, and the page reads the rows again.
  const changeToken = await getChangeToken(actor);
  // Filters that only request rows can answer read many of them: each is read for chart, figures and feed together.
  const sums = getUsageChart(actor, filters);
  const chart = filters.tab === "latency" ? getLatencyChart(actor, filters) : null;
  const [usage, p95, latency, spend, facets, feed, generation] = await Promise.all([
    attempt(sums),
    attempt(
      sums.then(({ totals }) => getLatencyFigure(actor, filters, { requests: totals.requests, chart })),
    ),
    chart && attempt(chart),
    attempt(getMonthSpend(actor)),
    attempt(listFacets(actor, filters)),
    getFeed(actor, filters, { usage: sums }),
    openedId ? findGeneration(actor, openedId) : null,
  ]);
  // The sums of a range that begins before requests are kept have requests that no export contains.
  const isCounted = usage.ok && feed.keptFrom === null;
  const shown = usage.ok ? usage.value : await getEmptyUsage(actor, filters);
  return (
    <>
      <Choices query={activityQuery(filters)}>
        <Stack>
          <ActivityHeader
            filters={filters}
            usage={shown}
            exported={isCounted ? addListed(usage.value).requests : null}
          />
          <FilterBar filters={filters} usage={shown} facets={facets.ok ? facets.value : null} />
          <Overview
            filters={filters}
            usage={usage}
            p95={p95}
            month={{ spend, isWorkspaceNamed: !isAdmin(actor) }}
            latency={latency}
          />
          <div id={requestsAnchor} className="scroll-mt-16">
            <Feed
              filters={filters}
              feed={feed}
              zone={shown.range.zone}
              changeToken={changeToken}
              opened={generation && opened}
            />
          </div>
        </Stack>
      </Choices>
      {opened ? <GenerationSheet generation={generation} items={feed.items} zone={shown.range.zone} /> : null}
    </>
  );
}
