import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { TextField } from "@/components/ui/forms/text-field";
import { Heading } from "@/app/(auth)/_components/heading";
import { resetPasswordAction } from "../actions";

export function NewPasswordForm({ token }: { readonly token: string }) {
  return (
    <>
      <Heading title="Choose a new password">It signs you out everywhere else.</Heading>
      <ActionForm action={resetPasswordAction} label="Choose a new password" fields={{ token }}>
        <TextField
          name="password"
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="Hard to guess: four or five unrelated words, or what your password manager proposes."
        />
        <SubmitButton wide>Set the password</SubmitButton>
      </ActionForm>
    </>
  );
}
