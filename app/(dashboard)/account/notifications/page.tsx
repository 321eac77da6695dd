import type { Metadata } from "next";
import { listMutedKinds } from "@/lib/alerts/mail-preferences";
import { getViewer } from "@/lib/auth/viewer";
import { env } from "@/lib/config/env";
import { AccountFrame } from "../_components/account-frame";
import { MailPreferences } from "./_components/mail-preferences";

export const metadata: Metadata = { title: "Notifications" };

export default async function NotificationsPage() {
  const { user } = await getViewer();
  const muted = await listMutedKinds(user.id);
  return (
    <AccountFrame current="notifications" email={user.email}>
      <MailPreferences muted={[...muted]} creditsExpire={env().creditExpiryDays > 0} />
    </AccountFrame>
  );
}
