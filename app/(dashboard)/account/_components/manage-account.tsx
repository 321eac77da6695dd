import { DefinitionList } from "@/components/ui/data/definition-list";
import { Tabs } from "@/components/ui/layout/tabs";
import type { ProfileView } from "@/lib/accounts/update-profile";
import { paths } from "@/lib/kernel/paths";
import { formatDollars } from "@/lib/kernel/money";
import { getBalance } from "@/lib/ledger/get-balance";
import { DeleteAccount } from "./delete-account";
import { ManageDialog } from "./manage-dialog";
import { PasswordForm } from "./password-form";
import { ProfileForm } from "./profile-form";

type ManageAccountProps = {
  readonly tab: "profile" | "security";
  readonly profile: ProfileView;
  readonly workspaceId: string;
};

/** The "Manage account" dialog: two tabs with their own URLs. Deletion is under Security. */
export async function ManageAccount({ tab, profile, workspaceId }: ManageAccountProps) {
  const href = (name: string) => `${paths.account}?manage=${name}`;
  const tabs = [
    { label: "Profile", href: href("profile"), current: tab === "profile" },
    { label: "Security", href: href("security"), current: tab === "security" },
  ];
  const { availableNanos } = await getBalance(workspaceId);
  return (
    <ManageDialog closeHref={paths.account}>
      <Tabs label="Manage account" tabs={tabs} />
      {tab === "profile" ? (
        <>
          <DefinitionList items={[{ term: "Email address", detail: profile.email }]} />
          <ProfileForm profile={profile} />
        </>
      ) : (
        <>
          <PasswordForm email={profile.email} />
          <DeleteAccount
            email={profile.email}
            credits={formatDollars(availableNanos < 0n ? 0n : availableNanos)}
          />
        </>
      )}
    </ManageDialog>
  );
}
