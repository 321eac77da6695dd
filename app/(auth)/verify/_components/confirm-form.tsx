import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { PasswordField } from "@/components/ui/forms/password-field";
import { TextField } from "@/components/ui/forms/text-field";
import { BrowserZone } from "@/app/(auth)/_components/browser-zone";
import { Heading } from "@/app/(auth)/_components/heading";
import { verifyAction } from "../actions";

type ConfirmFormProps = { readonly token: string; readonly email: string; readonly askPassword: boolean };

/** Confirms with a button rather than by opening the link, because mail clients open links automatically. */
export function ConfirmForm({ token, email, askPassword }: ConfirmFormProps) {
  return (
    <>
      <Heading title="Confirm your email address">
        {askPassword ? "Enter the password you chose when signing up." : `This confirms ${email}.`}
      </Heading>
      <ActionForm action={verifyAction} label="Confirm your email address" fields={{ token }}>
        <BrowserZone />
        {askPassword ? (
          <>
            <TextField
              name="username"
              label="Email address"
              type="email"
              autoComplete="username"
              value={email}
              readOnly
            />
            <PasswordField name="password" label="Password" autoComplete="current-password" autoFocus />
          </>
        ) : null}
        <SubmitButton wide>{askPassword ? "Confirm and sign in" : "Confirm address"}</SubmitButton>
      </ActionForm>
    </>
  );
}
