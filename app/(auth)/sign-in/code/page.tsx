import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { Contact } from "@/app/_components/contact";
import { CodeField } from "@/components/product/code-field";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { ActionForm } from "@/components/ui/forms/action-form";
import { findActor } from "@/lib/auth/require-actor";
import { safeNext } from "@/lib/auth/safe-next";
import { hasChallenge } from "@/lib/auth/second-step";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { BrowserZone } from "@/app/(auth)/_components/browser-zone";
import { Heading } from "@/app/(auth)/_components/heading";
import { secondStepAction } from "./actions";

export const metadata: Metadata = { title: "Enter your code" };

const search = z.object({ next: z.string().optional().catch(undefined) });

export default async function CodePage({ searchParams }: { readonly searchParams: SearchParams }) {
  const next = safeNext(search.parse(await searchParams).next);
  if (await findActor()) redirect(next ?? paths.activity);
  const asked = String(new URLSearchParams(next ? { next } : {}));
  if (!(await hasChallenge())) redirect(`${paths.signIn}?${asked}`);
  return (
    <>
      <Heading title="Enter your code">One more step: enter a code from your authenticator app.</Heading>
      <ActionForm action={secondStepAction} label="Enter your code" fields={next ? { next } : {}}>
        <BrowserZone />
        <CodeField autoFocus />
        <SubmitButton wide>Sign in</SubmitButton>
      </ActionForm>
      <p className="text-ink-muted">
        If you&rsquo;ve lost the app, use a recovery code.{" "}
        <Contact
          kind="support"
          lead="If you've lost those too,"
          otherwise="If you've lost those too, ask the people who run this installation."
        />
      </p>
      <p>
        <TextLink href={`${paths.signIn}?${asked}`}>Back to sign-in</TextLink>
      </p>
    </>
  );
}
