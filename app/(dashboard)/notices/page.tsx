import type { Metadata } from "next";
import { RetryButton } from "@/components/product/retry-button";
import { LinkButton } from "@/components/ui/actions/link-button";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { listNotices, noticeDays } from "@/lib/alerts/notices";
import { noticesSearchSchema } from "@/lib/alerts/rules/alert-input";
import { getViewer } from "@/lib/auth/viewer";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { attempt } from "@/lib/web/attempt";
import { NoticeList } from "./_components/notice-list";

export const metadata: Metadata = { title: "Notices" };

export default async function NoticesPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { actor, workspace } = await getViewer();
  const { cursor = null } = noticesSearchSchema.parse(await searchParams);
  const read = await attempt(listNotices(actor, cursor));
  return (
    <Stack gap="roomy">
      <PageHeader
        title="Notices"
        sentence={`Alerts of the workspace “${workspace.name}” in the last ${noticeDays} days.`}
        action={<LinkButton href={paths.accountNotifications}>Notification settings</LinkButton>}
      />
      {read.ok ? (
        <NoticeList page={read.value} zone={workspace.timeZone} isFirst={cursor === null} />
      ) : (
        <FailedState title="Notices couldn't be loaded" requestId={read.requestId} retry={<RetryButton />}>
          The rest of the console is not affected.
        </FailedState>
      )}
    </Stack>
  );
}
