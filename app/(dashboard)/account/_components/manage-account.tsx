import { Tabs } from "@/components/ui/layout/tabs";
import type { ProfileView } from "@/lib/accounts/update-profile";
import { paths } from "@/lib/kernel/paths";
import { getBalance } from "@/lib/ledger/get-balance";
import { DangerZone } from "./danger-zone";
import { ManageDialog } from "./manage-dialog";
import { PasswordPanel } from "./password-panel";
import { ProfilePanel } from "./profile-panel";

type ManageAccountProps = {
  readonly tab: "profile" | "security";
  readonly profile: ProfileView;
  readonly workspaceId: string;
};

/** The "Manage account" dialog: the panels of the pages in two tabs with their own URLs. Deletion is under Security. */
export async function ManageAccount({ tab, profile, workspaceId }: ManageAccountProps) {
  const href = (name: string) => `${paths.account}?manage=${name}`;
  const tabs = [
    { label: "Profile", href: href("profile"), current: tab === "profile" },
    { label: "Security", href: href("security"), current: tab === "security" },
  ];
  const balance = await getBalance(workspaceId);
  return (
    <ManageDialog closeHref={paths.account}>
      <Tabs label="Manage account" tabs={tabs} />
      {tab === "profile" ? (
        <ProfilePanel profile={profile} />
      ) : (
        <>
          <PasswordPanel email={profile.email} />
          <DangerZone email={profile.email} balance={balance} />
        </>
      )}
    </ManageDialog>
  );
}
