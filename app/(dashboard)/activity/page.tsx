import type { Metadata } from "next";
import { ChecklistCard } from "@/components/product/checklist";
import { LinkButton } from "@/components/ui/actions/link-button";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { findGeneration } from "@/lib/activity/find-generation";
import { getActivityPulse } from "@/lib/activity/get-activity-pulse";
import { getLatencyChart } from "@/lib/activity/get-latency-chart";
import { getUsageChart } from "@/lib/activity/get-usage-chart";
import { listFacets } from "@/lib/activity/list-facets";
import { listGenerations } from "@/lib/activity/list-generations";
import { activityHref, parseActivityFilters } from "@/lib/activity/rules/activity-filters";
import { parseGenerationId } from "@/lib/activity/rules/generation-id";
import { requireActor } from "@/lib/auth/require-actor";
import { snippetModel } from "@/lib/catalog/snippet-model";
import { apiBase } from "@/lib/config/addresses";
import type { SearchParams } from "@/lib/kernel/search";
import { getChecklist } from "@/lib/workspaces/get-checklist";
import { Feed } from "./_components/feed";
import { FilterBar } from "./_components/filter-bar";
import { GenerationSheet } from "./_components/generation-sheet";
import { Overview } from "./_components/overview";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const actor = await requireActor();
  const parameters = await searchParams;
  const filters = parseActivityFilters(parameters);
  const opened = typeof parameters.generation === "string" ? parameters.generation : null;
  const openedId = opened && parseGenerationId(opened);
  // The pulse is read before the rows, so that what comes in between makes the page read them again.
  const [checklist, pulse] = await Promise.all([getChecklist(actor), getActivityPulse(actor)]);
  const [usage, latency, feed, facets, generation] = await Promise.all([
    getUsageChart(actor, filters),
    filters.tab === "latency" ? getLatencyChart(actor, filters) : null,
    listGenerations(actor, filters),
    listFacets(actor, filters),
    openedId ? findGeneration(actor, openedId) : null,
  ]);
  const csv = activityHref("/api/dashboard/activity/export", filters);
  return (
    <Stack gap="roomy">
      <PageHeader
        title="Activity"
        sentence="Spend by model and key. Metadata only; content is never included."
        action={
          <LinkButton href={csv} download>
            Export CSV
          </LinkButton>
        }
      />
      <ChecklistCard initial={checklist} apiBase={apiBase()} model={snippetModel()} />
      <FilterBar filters={filters} usage={usage} facets={facets} />
      <Overview filters={filters} usage={usage} latency={latency} />
      <Feed filters={filters} feed={feed} usage={usage} pulse={pulse} isFresh={!checklist.requestSent} />
      {opened ? (
        <GenerationSheet generation={generation} filters={filters} rows={feed.rows} zone={usage.range.zone} />
      ) : null}
    </Stack>
  );
}
