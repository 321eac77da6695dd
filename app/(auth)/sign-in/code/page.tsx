import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
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
  if (!(await hasChallenge())) redirect(paths.signIn);
  return (
    <>
      <Heading title="Enter your code">Your password was right. One more step.</Heading>
      <ActionForm action={secondStepAction} label="Enter your code" fields={next ? { next } : {}}>
        <BrowserZone />
        <CodeField autoFocus />
        <SubmitButton wide>Sign in</SubmitButton>
      </ActionForm>
      <p className="text-ink-muted">
        If you've lost the app, use a recovery code. If you've lost these too, only the operator of this
        installation can help.
      </p>
      <p>
        <TextLink href={paths.signIn}>Back to the password</TextLink>
      </p>
    </>
  );
}
