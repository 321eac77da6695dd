import type { Metadata } from "next";
import { Suspense } from "react";
import { ChecklistCard } from "@/components/product/checklist";
import { LinkButton } from "@/components/ui/actions/link-button";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { activityHref, parseActivityFilters } from "@/lib/activity/rules/activity-filters";
import { requireActor } from "@/lib/auth/require-actor";
import { defaultSnippetModel } from "@/lib/catalog/default-snippet-model";
import { apiBase } from "@/lib/config/env";
import type { SearchParams } from "@/lib/kernel/search";
import { getChecklist } from "@/lib/workspaces/get-checklist";
import { UsageAndRequests, UsageAndRequestsSkeleton } from "./_components/usage-and-requests";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const actor = await requireActor();
  const parameters = await searchParams;
  const filters = parseActivityFilters(parameters);
  const opened = typeof parameters.generation === "string" ? parameters.generation : null;
  const checklist = await getChecklist(actor);
  return (
    <Stack gap="roomy">
      <PageHeader
        title="Activity"
        sentence="Spend by model and key. Metadata only; content is never included."
        action={
          <LinkButton href={activityHref("/api/dashboard/activity/export", filters)} download>
            Export CSV
          </LinkButton>
        }
      />
      <ChecklistCard initial={checklist} apiBase={apiBase()} model={defaultSnippetModel()} />
      <Suspense fallback={<UsageAndRequestsSkeleton />}>
        <UsageAndRequests actor={actor} filters={filters} opened={opened} isFresh={!checklist.requestSent} />
      </Suspense>
    </Stack>
  );
}
