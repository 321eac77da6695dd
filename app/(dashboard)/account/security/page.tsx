import type { Metadata } from "next";
import { z } from "zod";
import { getTwoFactor } from "@/lib/accounts/two-factor/get-two-factor";
import { listSecurityEvents } from "@/lib/accounts/security-log/list-security-events";
import { listSessions } from "@/lib/accounts/sessions/list-sessions";
import { getViewer } from "@/lib/auth/viewer";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { SearchParams } from "@/lib/kernel/search";
import { getBalance } from "@/lib/ledger/get-balance";
import { AccountFrame } from "../_components/account-frame";
import { DangerZone } from "../_components/danger-zone";
import { PasswordPanel } from "../_components/password-panel";
import { Invitation } from "./_components/two-factor/invitation";
import { TwoFactor } from "./_components/two-factor/two-factor";
import { SecureAccount } from "./_components/secure-account";
import { SecurityLog } from "./_components/security-log";
import { Sessions } from "./_components/sessions";

export const metadata: Metadata = { title: "Security" };

const search = z.object({
  invite: z.literal("two-factor").optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
});

export default async function SecurityPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { actor, user, workspace, sessionId } = await getViewer();
  const { invite, before } = search.parse(await searchParams);
  const [factor, sessions, events, balance] = await Promise.all([
    getTwoFactor(actor.userId),
    listSessions(actor.userId),
    listSecurityEvents(actor.userId, { formats: await viewerFormats(), cursor: before }),
    getBalance(workspace.id),
  ]);
  return (
    <AccountFrame current="security" email={user.email}>
      {invite && factor.state === "off" ? <Invitation /> : null}
      <PasswordPanel email={user.email} />
      <TwoFactor factor={factor} zone={workspace.timeZone} />
      <Sessions sessions={sessions} current={sessionId} zone={workspace.timeZone} />
      <SecurityLog events={events} isOlder={before !== undefined} zone={workspace.timeZone} />
      <SecureAccount />
      <DangerZone email={user.email} balance={balance} />
    </AccountFrame>
  );
}
