import type { Metadata } from "next";
import { z } from "zod";
import { getProfile } from "@/lib/accounts/update-profile";
import { getViewer } from "@/lib/auth/viewer";
import type { SearchParams } from "@/lib/kernel/search";
import { AccountFrame } from "./_components/account-frame";
import { ManageAccount } from "./_components/manage-account";
import { ProfilePanel } from "./_components/profile-panel";

export const metadata: Metadata = { title: "Account" };

const search = z.object({ manage: z.enum(["profile", "security"]).optional().catch(undefined) });

export default async function AccountPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { actor, workspace } = await getViewer();
  const { manage } = search.parse(await searchParams);
  const profile = await getProfile(actor.userId);
  return (
    <AccountFrame current="profile" email={profile.email}>
      <ProfilePanel profile={profile} />
      {manage ? <ManageAccount tab={manage} profile={profile} workspaceId={workspace.id} /> : null}
    </AccountFrame>
  );
}
