import { DefinitionList } from "@/components/ui/data/definition-list";
import { SettingGroup } from "@/components/ui/forms/setting-row";
import type { ProfileView } from "@/lib/accounts/update-profile";
import { ProfileForm } from "./profile-form";

/** Address, name and organization: on the page and in the "Manage account" dialog. */
export function ProfilePanel({ profile }: { readonly profile: ProfileView }) {
  return (
    <SettingGroup
      title="Profile"
      description="How you appear to members of your workspaces. Name and organization are optional."
    >
      <DefinitionList items={[{ term: "Email address", detail: profile.email }]} />
      <ProfileForm profile={profile} />
    </SettingGroup>
  );
}
