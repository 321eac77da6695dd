import type { Metadata } from "next";
import { z } from "zod";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { ActionForm } from "@/components/ui/forms/action-form";
import { TextField } from "@/components/ui/forms/text-field";
import { isResetLinkLive } from "@/lib/accounts/reset-password";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { Heading } from "../_components/heading";
import { InboxHint } from "../_components/inbox-hint";
import { NewPasswordForm } from "./_components/new-password-form";
import { requestResetAction } from "./actions";

export const metadata: Metadata = { title: "Reset your password" };

const search = z.object({ token: z.string().max(100).optional().catch(undefined) });

export default async function ResetPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { token } = search.parse(await searchParams);
  if (token && (await isResetLinkLive(token))) return <NewPasswordForm token={token} />;
  return (
    <>
      {token ? (
        <Heading title="This link no longer works">
          It has already been used, or it's older than 30 minutes. Request a new one.
        </Heading>
      ) : (
        <Heading title="Reset your password">We'll email you a link. It works once.</Heading>
      )}
      <ActionForm action={requestResetAction} label="Reset your password">
        <TextField
          name="email"
          label="Email address"
          type="email"
          autoComplete="username"
          inputMode="email"
          autoFocus
        />
        <SubmitButton wide>Send link</SubmitButton>
      </ActionForm>
      <InboxHint />
      <p>
        <TextLink href={paths.signIn}>Back to sign-in</TextLink>
      </p>
    </>
  );
}
