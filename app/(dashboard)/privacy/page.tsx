import type { Metadata } from "next";
import { z } from "zod";
import { Banner } from "@/components/ui/feedback/banner";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { requireActor } from "@/lib/auth/require-actor";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { isAdmin } from "@/lib/kernel/actor";
import type { SearchParams } from "@/lib/kernel/search";
import { listPromptLogs } from "@/lib/privacy/list-prompt-logs";
import { previewChanges } from "@/lib/privacy/preview-changes";
import { summarizeData } from "@/lib/privacy/summarize-data";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { ContentSettings, TrainingSettings } from "./_components/data-use-settings";
import { KeptNow } from "./_components/kept-now";
import { OpenedContent } from "./_components/opened-content";
import { ProviderTable } from "./_components/provider-table";
import { RetentionGroup } from "./_components/retention-group";
import { Rights } from "./_components/rights";
import { StoredContent } from "./_components/stored-content";

export const metadata: Metadata = { title: "Privacy" };

const uuid = z.uuid().optional().catch(undefined);
const search = z.object({ stored: uuid, read: uuid });

export default async function PrivacyPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const actor = await requireActor();
  const { stored, read } = search.parse(await searchParams);
  const [data, logs, { timeZone }] = await Promise.all([
    summarizeData(actor),
    listPromptLogs(actor, stored === undefined ? {} : { cursor: stored }),
    getWorkspace(actor),
  ]);
  const { settings } = data;
  const previews = await previewChanges(actor, settings, await viewerFormats());
  const canChange = isAdmin(actor);
  return (
    <Stack gap="roomy">
      <PageHeader title="Privacy" sentence="What is stored about your requests, and who may train on them." />
      {canChange ? null : (
        <Banner title="You can view these settings">Only owners and admins can change them.</Banner>
      )}
      <KeptNow {...data} timeZone={timeZone} />
      <ContentSettings
        settings={settings}
        since={data.logPromptsSince}
        timeZone={timeZone}
        canChange={canChange}
      />
      {logs.ok ? <StoredContent page={logs.value} total={data.promptLogs} timeZone={timeZone} /> : null}
      <TrainingSettings settings={settings} switches={previews.switches} canChange={canChange} />
      <ProviderTable previews={previews} canChange={canChange} />
      <RetentionGroup data={data} timeZone={timeZone} canChange={canChange} />
      <Rights receipts={data.receipts} timeZone={timeZone} />
      {read ? <OpenedContent actor={actor} generationId={read} /> : null}
    </Stack>
  );
}
