import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { TextField } from "@/components/ui/forms/text-field";
import { changePasswordAction } from "../actions";

export function PasswordForm({ email }: { readonly email: string }) {
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-base font-semibold">Change your password</h3>
      <ActionForm action={changePasswordAction} label="Change your password" clearOnSuccess>
        {/* Tells password managers which account this password belongs to. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <TextField
          name="currentPassword"
          label="Current password"
          type="password"
          autoComplete="current-password"
        />
        <TextField
          name="newPassword"
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="Your other sessions will be signed out."
        />
        <div>
          <SubmitButton>Change password</SubmitButton>
        </div>
      </ActionForm>
    </section>
  );
}
