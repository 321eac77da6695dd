import type { Metadata } from "next";
import { listSecurityEvents } from "@/lib/accounts/security-log/list-security-events";
import { listSessions } from "@/lib/accounts/sessions/list-sessions";
import { getViewer } from "@/lib/auth/viewer";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { getBalance } from "@/lib/ledger/get-balance";
import { AccountFrame } from "../_components/account-frame";
import { DangerZone } from "../_components/danger-zone";
import { PasswordPanel } from "../_components/password-panel";
import { SecureAccount } from "./_components/secure-account";
import { SecurityLog } from "./_components/security-log";
import { Sessions } from "./_components/sessions";

export const metadata: Metadata = { title: "Security" };

export default async function SecurityPage() {
  const { actor, user, workspace, sessionId } = await getViewer();
  const [sessions, events, balance] = await Promise.all([
    listSessions(actor.userId),
    listSecurityEvents(actor.userId, await viewerFormats()),
    getBalance(workspace.id),
  ]);
  return (
    <AccountFrame current="security" email={user.email}>
      <PasswordPanel email={user.email} />
      <Sessions sessions={sessions} current={sessionId} zone={workspace.timeZone} />
      <SecurityLog events={events} zone={workspace.timeZone} />
      <SecureAccount />
      <DangerZone email={user.email} balance={balance} />
    </AccountFrame>
  );
}
