import type { Metadata } from "next";
import { SetupBar } from "@/components/product/checklist";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { parseActivityFilters } from "@/lib/activity/rules/parse-filters";
import { requireActor } from "@/lib/auth/require-actor";
import { defaultSnippetModel } from "@/lib/catalog/default-snippet-model";
import { apiBase } from "@/lib/config/env";
import type { SearchParams } from "@/lib/kernel/search";
import { getChecklist } from "@/lib/workspaces/get-checklist";
import { FirstRequest } from "./_components/first-request";
import { OpenedRequest } from "./_components/sheet/opened-request";
import { UsageAndRequests } from "./_components/usage-and-requests";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const actor = await requireActor();
  const parameters = await searchParams;
  const filters = parseActivityFilters(parameters);
  const opened = typeof parameters.generation === "string" ? parameters.generation : null;
  const checklist = await getChecklist(actor);
  if (checklist.requestSent) return <UsageAndRequests actor={actor} filters={filters} opened={opened} />;
  return (
    <Stack>
      <PageHeader title="Activity" />
      <SetupBar initial={checklist} />
      <FirstRequest initial={checklist} apiBase={apiBase()} model={defaultSnippetModel()} />
      <OpenedRequest actor={actor} opened={opened} />
    </Stack>
  );
}
