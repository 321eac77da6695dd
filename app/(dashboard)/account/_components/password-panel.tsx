import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { PasswordField } from "@/components/ui/forms/password-field";
import { SettingGroup } from "@/components/ui/forms/setting-row";
import { changePasswordAction } from "../security/actions";
import { CodeIfOn } from "./identity-fields";

export function PasswordPanel({ email }: { readonly email: string }) {
  return (
    <SettingGroup title="Password">
      <ActionForm action={changePasswordAction} label="Change your password" clearOnSuccess>
        {/* Tells password managers which account this password belongs to. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <PasswordField name="currentPassword" label="Current password" autoComplete="current-password" />
        <PasswordField
          name="newPassword"
          label="New password"
          autoComplete="new-password"
          hint="Your other sessions will be signed out."
        />
        <CodeIfOn />
        <div>
          <SubmitButton>Change password</SubmitButton>
        </div>
      </ActionForm>
    </SettingGroup>
  );
}
