import type { Metadata } from "next";
import { getViewer } from "@/lib/auth/viewer";
import { AccountFrame } from "../_components/account-frame";
import { WorkspaceSettings } from "./_components/workspace-settings";

export const metadata: Metadata = { title: "Workspace" };

export default async function WorkspacePage() {
  const { actor, user, workspace } = await getViewer();
  return (
    <AccountFrame current="workspace" email={user.email}>
      <WorkspaceSettings workspace={workspace} role={actor.role} />
    </AccountFrame>
  );
}
