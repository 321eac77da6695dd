import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { PasswordField } from "@/components/ui/forms/password-field";
import { Heading } from "@/app/(auth)/_components/heading";
import { resetPasswordAction } from "../actions";

export function NewPasswordForm({ token }: { readonly token: string }) {
  return (
    <>
      <Heading title="Choose a new password">You'll be signed out everywhere else.</Heading>
      <ActionForm action={resetPasswordAction} label="Choose a new password" fields={{ token }}>
        <PasswordField
          name="password"
          label="New password"
          autoComplete="new-password"
          autoFocus
          hint="Use four or five unrelated words, or a password from your password manager."
        />
        <SubmitButton wide>Set password</SubmitButton>
      </ActionForm>
    </>
  );
}
