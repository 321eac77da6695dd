import type { Metadata } from "next";
import { SettingGroup } from "@/components/ui/forms/setting-row";
import { getViewer } from "@/lib/auth/viewer";
import { AccountFrame } from "../_components/account-frame";
import { FormatSetting } from "./_components/format-setting";
import { ThemeSetting } from "./_components/theme-setting";

export const metadata: Metadata = { title: "Appearance" };

export default async function AppearancePage() {
  const { user } = await getViewer();
  return (
    <AccountFrame current="appearance" email={user.email}>
      <SettingGroup title="Appearance" description="Saved to your account, so it applies on every device.">
        <ThemeSetting theme={user.theme} />
        <FormatSetting choice={user.formatChoice} />
      </SettingGroup>
    </AccountFrame>
  );
}
