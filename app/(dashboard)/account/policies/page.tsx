import type { Metadata } from "next";
import { getViewer } from "@/lib/auth/viewer";
import { listAcceptances, listPolicyNotices } from "@/lib/policies/acceptances";
import { AccountFrame } from "../_components/account-frame";
import { Acceptances } from "./_components/acceptances";
import { Changes } from "./_components/changes";

export const metadata: Metadata = { title: "Policies" };

/** Changes of policies that the user has not accepted, and what was accepted. */
export default async function PoliciesPage() {
  const { user, workspace } = await getViewer();
  const [notices, acceptances] = await Promise.all([listPolicyNotices(user.id), listAcceptances(user.id)]);
  return (
    <AccountFrame current="policies" email={user.email}>
      <Changes notices={notices} />
      <Acceptances acceptances={acceptances} zone={workspace.timeZone} />
    </AccountFrame>
  );
}
