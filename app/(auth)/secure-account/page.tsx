import type { Metadata } from "next";
import { z } from "zod";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { ActionForm } from "@/components/ui/forms/action-form";
import { findSecureLink } from "@/lib/accounts/secure-account";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { Heading } from "../_components/heading";
import { secureByLinkAction } from "./actions";

export const metadata: Metadata = { title: "Secure your account" };

const search = z.object({ token: z.string().max(100).optional().catch(undefined) });

/** Changes nothing by itself: mail clients and scanners open links automatically. */
export default async function SecureAccountPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { token } = search.parse(await searchParams);
  const email = token ? await findSecureLink(token) : null;
  if (!token || email === null) {
    return (
      <>
        <Heading title="This link doesn't work">
          It's incomplete, has already been used, or is older than seven days, or your password was reset by
          email since. If you can't sign in, reset your password: that signs out every session, too.
        </Heading>
        <p>
          <TextLink href={paths.reset}>Reset your password</TextLink>
        </p>
      </>
    );
  }
  return (
    <>
      <Heading title="Secure your account?">
        Every session of {email} is signed out, its keys stop working, and we email a link to choose a new
        password. Afterwards you can enable keys again.
      </Heading>
      <ActionForm action={secureByLinkAction} label="Secure your account" fields={{ token }}>
        <SubmitButton wide variant="danger">
          Secure account
        </SubmitButton>
      </ActionForm>
    </>
  );
}
