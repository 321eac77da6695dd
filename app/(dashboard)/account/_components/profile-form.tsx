import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { TextField } from "@/components/ui/forms/text-field";
import type { ProfileView } from "@/lib/accounts/update-profile";
import { profileAction } from "../actions";

/** Both fields are optional and visible only to members of the user's workspaces. */
export function ProfileForm({ profile }: { readonly profile: ProfileView }) {
  return (
    <ActionForm action={profileAction} label="Profile" toast="success">
      <TextField
        name="name"
        label="Name"
        optional
        autoComplete="name"
        maxLength={100}
        defaultValue={profile.name}
      />
      <TextField
        name="organization"
        label="Organization"
        optional
        autoComplete="organization"
        maxLength={100}
        defaultValue={profile.organization}
      />
      <div>
        <SubmitButton>Save profile</SubmitButton>
      </div>
    </ActionForm>
  );
}
