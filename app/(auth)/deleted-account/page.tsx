import type { Metadata } from "next";
import { z } from "zod";
import { TextLink } from "@/components/ui/actions/text-link";
import { findDeletion } from "@/lib/deletions/find-deletion";
import { linkDays } from "@/lib/deletions/rules/periods";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { Heading } from "../_components/heading";
import { DeletionSteps } from "./_components/deletion-steps";

export const metadata: Metadata = { title: "Deleted account" };

const search = z.object({ token: z.string().max(100).optional().catch(undefined) });

/** What was removed of a deleted account, for anyone who has the link of its mail. It names no one and needs no session. */
export default async function DeletedAccountPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { token } = search.parse(await searchParams);
  const deletion = token ? await findDeletion(token) : null;
  if (deletion) return <DeletionSteps deletion={deletion} />;
  return (
    <>
      <Heading title="This link doesn't work">
        It's incomplete, or has expired: it works for {linkDays} days after the deletion, and as long as
        billing records are kept.
      </Heading>
      <p>
        <TextLink href={paths.legalPrivacy}>What is deleted and what is kept</TextLink>
      </p>
    </>
  );
}
