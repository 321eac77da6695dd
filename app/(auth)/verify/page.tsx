import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { TextLink } from "@/components/ui/actions/text-link";
import { findVerification } from "@/lib/accounts/verify-email";
import { ownSignUpProof } from "@/lib/auth/sign-up-cookie";
import { findViewer } from "@/lib/auth/viewer";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { Heading } from "../_components/heading";
import { InboxHint } from "../_components/inbox-hint";
import { ConfirmForm } from "./_components/confirm-form";
import { ResendForm } from "./_components/resend-form";

export const metadata: Metadata = { title: "Confirm your email address" };

const search = z.object({ token: z.string().max(100).optional().catch(undefined) });

export default async function VerifyPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { token } = search.parse(await searchParams);
  const [viewer, holder, proof] = await Promise.all([
    findViewer(),
    token ? findVerification(token) : null,
    token ? ownSignUpProof(token) : null,
  ]);
  const isOther = holder !== null && viewer !== null && viewer.user.id !== holder.userId;
  if (viewer?.user.emailVerified && !isOther) redirect(paths.activity);
  if (token && holder) {
    const askPassword = viewer?.user.id !== holder.userId && proof === null;
    const signedInAs = isOther ? viewer.user.email : null;
    return <ConfirmForm {...{ token, email: holder.email, askPassword, signedInAs }} />;
  }
  return (
    <>
      {token ? (
        <Heading title="This link no longer works">
          It has already been used, or it's older than 24 hours.
        </Heading>
      ) : (
        <Heading title="Check your inbox">
          {viewer
            ? `We sent an email to ${viewer.user.email}.`
            : "We sent an email to the address you entered."}{" "}
          Open the link in it to confirm your address.
        </Heading>
      )}
      <InboxHint />
      {viewer ? (
        <ResendForm />
      ) : (
        <p className="text-ink-muted">
          Didn't get it, or the link expired? <TextLink href={paths.signIn}>Sign in</TextLink> to have a new
          one sent.
        </p>
      )}
    </>
  );
}
