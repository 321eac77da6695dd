import type { Metadata } from "next";
import { z } from "zod";
import { LinkButton } from "@/components/ui/actions/link-button";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Columns, Stack } from "@/components/ui/layout/stack";
import { listSecurityEvents } from "@/lib/accounts/security-log/list-security-events";
import { listSessions } from "@/lib/accounts/sessions/list-sessions";
import { getProfile } from "@/lib/accounts/update-profile";
import { getViewer } from "@/lib/auth/viewer";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { AppearanceCard } from "./_components/appearance-card";
import { ManageAccount } from "./_components/manage-account";
import { ProfileCard } from "./_components/profile-card";
import { SecurityLogCard } from "./_components/security-log-card";
import { SessionsCard } from "./_components/sessions-card";
import { WorkspaceCard } from "./_components/workspace-card";

export const metadata: Metadata = { title: "Account" };

const search = z.object({ manage: z.enum(["profile", "security"]).optional().catch(undefined) });

export default async function AccountPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { actor, user, workspace, sessionId } = await getViewer();
  const { manage } = search.parse(await searchParams);
  const [profile, sessions, events] = await Promise.all([
    getProfile(actor.userId),
    listSessions(actor.userId),
    listSecurityEvents(actor.userId),
  ]);
  return (
    <Stack gap="roomy">
      <PageHeader
        title="Account"
        sentence={`Signed in as ${profile.email}. Times are in ${workspace.timeZone}.`}
        action={<LinkButton href={`${paths.account}?manage=profile`}>Manage account</LinkButton>}
      />
      <Columns of={2}>
        <ProfileCard profile={profile} />
        <WorkspaceCard workspace={workspace} role={actor.role} />
      </Columns>
      <AppearanceCard theme={user.theme} />
      <SessionsCard sessions={sessions} current={sessionId} zone={workspace.timeZone} />
      <SecurityLogCard events={events} zone={workspace.timeZone} />
      {manage ? <ManageAccount tab={manage} profile={profile} workspaceId={workspace.id} /> : null}
    </Stack>
  );
}
