import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
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
            <TextField name="password" label="Password" type="password" autoComplete="current-password" />
          </>
        ) : null}
        <SubmitButton wide>{askPassword ? "Confirm and sign in" : "Confirm address"}</SubmitButton>
      </ActionForm>
    </>
  );
}
