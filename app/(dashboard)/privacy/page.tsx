import type { Metadata } from "next";
import { z } from "zod";
import { Banner } from "@/components/ui/feedback/banner";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { requireActor } from "@/lib/auth/require-actor";
import { isAdmin } from "@/lib/kernel/actor";
import type { SearchParams } from "@/lib/kernel/search";
import { listPromptLogs } from "@/lib/privacy/list-prompt-logs";
import { summarizeData } from "@/lib/privacy/summarize-data";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { KeptNow } from "./_components/kept-now";
import { OpenedContent } from "./_components/opened-content";
import { Rights } from "./_components/rights";
import { SettingsForms } from "./_components/settings-forms";
import { StoredContent } from "./_components/stored-content";

export const metadata: Metadata = { title: "Privacy" };

const uuid = z.uuid().optional().catch(undefined);
const search = z.object({ stored: uuid, read: uuid });

export default async function PrivacyPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const actor = await requireActor();
  const { stored, read } = search.parse(await searchParams);
  const [data, logs, workspace] = await Promise.all([
    summarizeData(actor),
    listPromptLogs(actor, stored === undefined ? {} : { cursor: stored }),
    getWorkspace(actor),
  ]);
  const canChange = isAdmin(actor);
  const { timeZone } = workspace;
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
        settings={data.settings}
        timeZone={timeZone}
      />
      <SettingsForms data={data} timeZone={timeZone} canChange={canChange} />
      {logs.ok ? <StoredContent page={logs.value} total={data.promptLogs} timeZone={timeZone} /> : null}
      <Rights receipts={data.receipts} timeZone={timeZone} />
      {read ? <OpenedContent actor={actor} generationId={read} /> : null}
    </Stack>
  );
}
