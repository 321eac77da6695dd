import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { ActionForm } from "@/components/ui/forms/action-form";
import { PasswordField } from "@/components/ui/forms/password-field";
import { TextField } from "@/components/ui/forms/text-field";
import { safeNext } from "@/lib/auth/safe-next";
import { findActor } from "@/lib/auth/require-actor";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { BrowserZone } from "../_components/browser-zone";
import { Heading } from "../_components/heading";
import { noticeSchema, SignInNotice } from "./_components/sign-in-notice";
import { signInAction } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

const search = z.object({
  next: z.string().optional().catch(undefined),
  notice: noticeSchema,
});

export default async function SignInPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const query = search.parse(await searchParams);
  const next = safeNext(query.next);
  if (await findActor()) redirect(next ?? paths.activity);
  return (
    <>
      <Heading title="Sign in" />
      <SignInNotice notice={query.notice} />
      <ActionForm action={signInAction} label="Sign in" fields={next ? { next } : {}}>
        <BrowserZone />
        <TextField
          name="email"
          label="Email address"
          type="email"
          autoComplete="username"
          inputMode="email"
          autoFocus
        />
        <PasswordField name="password" label="Password" autoComplete="current-password" />
        <SubmitButton wide>Sign in</SubmitButton>
      </ActionForm>
      <p className="flex flex-wrap justify-between gap-3">
        <TextLink href={paths.reset}>Forgot your password?</TextLink>
        <TextLink href={paths.signUp}>Create account</TextLink>
      </p>
    </>
  );
}
