import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { ActionForm } from "@/components/ui/forms/action-form";
import { PasswordField } from "@/components/ui/forms/password-field";
import { TextField } from "@/components/ui/forms/text-field";
import { findActor } from "@/lib/auth/require-actor";
import { paths } from "@/lib/kernel/paths";
import { BrowserZone } from "../_components/browser-zone";
import { Heading } from "../_components/heading";
import { AnnouncedChanges } from "./_components/announced-changes";
import { signUpAction } from "./actions";

export const metadata: Metadata = { title: "Sign up" };

export default async function SignUpPage() {
  if (await findActor()) redirect(paths.activity);
  return (
    <>
      <Heading title="Create your account">We'll email you a link to confirm your address.</Heading>
      <ActionForm action={signUpAction} label="Sign up">
        <BrowserZone />
        <TextField
          name="email"
          label="Email address"
          type="email"
          autoComplete="username"
          inputMode="email"
          autoFocus
        />
        <PasswordField
          name="password"
          label="Password"
          autoComplete="new-password"
          hint="Use four or five unrelated words, or a password from your password manager."
        />
        <SubmitButton wide>Sign up</SubmitButton>
      </ActionForm>
      <p className="text-ink-muted">
        By signing up, you agree to the <TextLink href={paths.legalTerms}>terms</TextLink> and the{" "}
        <TextLink href={paths.legalPrivacy}>privacy policy</TextLink>.
      </p>
      <AnnouncedChanges />
      <p>
        Already have an account? <TextLink href={paths.signIn}>Sign in</TextLink>
      </p>
    </>
  );
}
