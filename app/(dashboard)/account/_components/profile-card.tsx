import { Card } from "@/components/ui/layout/card";
import type { ProfileView } from "@/lib/accounts/update-profile";
import { ProfileForm } from "./profile-form";

export function ProfileCard({ profile }: { readonly profile: ProfileView }) {
  return (
    <Card title="Profile" description="How you appear to members of your workspaces. Both are optional.">
      <ProfileForm profile={profile} />
    </Card>
  );
}
