import { SubmitButton } from "@/components/ui/actions/submit-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { ActionForm } from "@/components/ui/forms/action-form";
import { PasswordField } from "@/components/ui/forms/password-field";
import { TextField } from "@/components/ui/forms/text-field";
import { paths } from "@/lib/kernel/paths";
import { BrowserZone } from "@/app/(auth)/_components/browser-zone";
import { Heading } from "@/app/(auth)/_components/heading";
import { verifyAction } from "../actions";

type ConfirmFormProps = {
  readonly token: string;
  readonly email: string;
  readonly askPassword: boolean;
  /** The address of another account that is signed in in this browser. */
  readonly signedInAs: string | null;
};

/** Confirms with a button rather than by opening the link, because mail clients open links automatically. */
export function ConfirmForm({ token, email, askPassword, signedInAs }: ConfirmFormProps) {
  const label = askPassword ? "Confirm and sign in" : "Confirm address";
  return (
    <>
      <Heading title="Confirm your email address">
        {signedInAs
          ? `This link confirms ${email}, but you are signed in as ${signedInAs}. Confirming signs you out of that account.`
          : null}{" "}
        {askPassword
          ? "Enter the password you chose when signing up."
          : signedInAs
            ? null
            : `This confirms ${email}.`}
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
        <SubmitButton wide>{signedInAs ? "Sign out and confirm" : label}</SubmitButton>
      </ActionForm>
      {signedInAs ? <TextLink href={paths.activity}>Stay signed in as {signedInAs}</TextLink> : null}
    </>
  );
}
