import type { Metadata } from "next";
import { z } from "zod";
import { Banner } from "@/components/ui/feedback/banner";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Columns, Stack } from "@/components/ui/layout/stack";
import { requireActor } from "@/lib/auth/require-actor";
import { isAdmin } from "@/lib/kernel/actor";
import { formatDay } from "@/lib/kernel/format";
import type { SearchParams } from "@/lib/kernel/search";
import { listPromptLogs } from "@/lib/privacy/list-prompt-logs";
import { previewEndpoints } from "@/lib/privacy/preview-endpoints";
import { readPromptLog } from "@/lib/privacy/read-prompt-log";
import { summariseData } from "@/lib/privacy/summarise-data";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { KeptNow } from "./_components/kept-now";
import { LoggingForm } from "./_components/logging-form";
import { ProviderForm } from "./_components/provider-form";
import { RetentionForm } from "./_components/retention-form";
import { Rights } from "./_components/rights";
import { StoredContent } from "./_components/stored-content";
import { StoredContentSheet } from "./_components/stored-content-sheet";
import { TrainingForm } from "./_components/training-form";

export const metadata: Metadata = { title: "Privacy" };

const uuid = z.uuid().optional().catch(undefined);
const search = z.object({ stored: uuid, read: uuid });

export default async function PrivacyPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const actor = await requireActor();
  const { stored, read } = search.parse(await searchParams);
  const [data, logs, workspace, opened] = await Promise.all([
    summariseData(actor),
    listPromptLogs(actor, stored === undefined ? {} : { cursor: stored }),
    getWorkspace(actor),
    read === undefined ? null : readPromptLog(actor, read),
  ]);
  const { settings } = data;
  const canChange = isAdmin(actor);
  const { timeZone } = workspace;
  const since = data.logPromptsSince ? formatDay(data.logPromptsSince, timeZone) : null;
  return (
    <Stack gap="roomy">
      <PageHeader
        title="Privacy"
        sentence="What is stored about your requests, for how long, and who may train on them."
      />
      {canChange ? null : (
        <Banner title="You can view these settings">Only owners and admins can change them.</Banner>
      )}
      <KeptNow
        generations={data.generations}
        promptLogs={data.promptLogs}
        settings={settings}
        timeZone={timeZone}
      />
      <Columns of={2}>
        <LoggingForm logPrompts={settings.logPrompts} since={since} canChange={canChange} />
        <TrainingForm settings={settings} canChange={canChange} />
      </Columns>
      <Columns of={2}>
        <ProviderForm
          {...previewEndpoints(settings)}
          ignored={settings.ignoredProviders}
          canChange={canChange}
        />
        <RetentionForm
          retention={settings.retention}
          pending={data.retentionPending}
          removedBy={data.removedBy}
          canChange={canChange}
        />
      </Columns>
      {logs.ok ? <StoredContent page={logs.value} total={data.promptLogs} timeZone={timeZone} /> : null}
      <Rights receipts={data.receipts} timeZone={timeZone} />
      {read && opened ? (
        <StoredContentSheet
          generationId={read}
          content={opened.ok ? opened.value.open() : null}
          isLost={!opened.ok && opened.code === "lost"}
        />
      ) : null}
    </Stack>
  );
}
