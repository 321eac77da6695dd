import type { Metadata } from "next";
import { z } from "zod";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { requireActor } from "@/lib/auth/require-actor";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { isAdmin } from "@/lib/kernel/actor";
import type { SearchParams } from "@/lib/kernel/search";
import { previewChanges } from "@/lib/privacy/preview-changes";
import { contentFilterOfPage } from "@/lib/privacy/rules/content-days";
import { summarizeData } from "@/lib/privacy/summarize-data";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { ConsentHistory } from "./_components/consent-history";
import { ContentSettings, TrainingSettings } from "./_components/data-use-settings";
import { KeptNow } from "./_components/kept-now";
import { MembersView } from "./_components/members-view";
import { OpenedContent } from "./_components/opened-content";
import { OptionalData } from "./_components/optional-data";
import { ProviderTable } from "./_components/provider-table";
import { RetentionGroup } from "./_components/retention-group";
import { Receipts } from "./_components/receipts";
import { Rights } from "./_components/rights";
import { StoredContent } from "./_components/stored-content";

export const metadata: Metadata = { title: "Privacy" };

const uuid = z.uuid().optional().catch(undefined);
const search = z.object({ stored: uuid, read: uuid, removed: uuid, changed: uuid, ...contentFilterOfPage });

export default async function PrivacyPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const actor = await requireActor();
  const { read, removed, changed, ...filter } = search.parse(await searchParams);
  const [data, { timeZone }] = await Promise.all([summarizeData(actor), getWorkspace(actor)]);
  const { settings } = data;
  const previews = await previewChanges(actor, settings, await viewerFormats());
  const canChange = isAdmin(actor);
  return (
    <Stack gap="roomy">
      <PageHeader title="Privacy" sentence="What is stored about your requests, and who may train on them." />
      {canChange ? null : <MembersView />}
      <KeptNow {...data} timeZone={timeZone} />
      <ContentSettings
        actor={actor}
        settings={settings}
        since={data.logPromptsSince}
        timeZone={timeZone}
        canChange={canChange}
      />
      <StoredContent actor={actor} total={data.promptLogs} filter={filter} timeZone={timeZone} />
      <TrainingSettings settings={settings} switches={previews.switches} canChange={canChange} />
      <ProviderTable previews={previews} canChange={canChange} />
      <RetentionGroup data={data} timeZone={timeZone} canChange={canChange} />
      <OptionalData isOn={settings.optionalData} canChange={canChange} />
      <Receipts actor={actor} removed={removed} timeZone={timeZone} />
      <ConsentHistory actor={actor} changed={changed} timeZone={timeZone} />
      <Rights />
      {read ? <OpenedContent actor={actor} generationId={read} /> : null}
    </Stack>
  );
}
