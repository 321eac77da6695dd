import type { Metadata } from "next";
import { z } from "zod";
import { TextLink } from "@/components/ui/actions/text-link";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { findLinkedKey } from "@/lib/keys/disable-with-link";
import { disableLinkDays } from "@/lib/keys/rules/disable-link";
import { Heading } from "../_components/heading";
import { DisableForm } from "./_components/disable-form";

export const metadata: Metadata = { title: "Disable an API key" };

const search = z.object({ token: z.string().max(200).optional().catch(undefined) });

/** Changes nothing by itself: mail clients and scanners open links automatically. */
export default async function DisableKeyPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { token } = search.parse(await searchParams);
  const key = token ? await findLinkedKey(token) : null;
  if (token && key?.state === "active") return <DisableForm token={token} linkedKey={key} />;
  return (
    <>
      {key ? (
        <Heading title={key.state === "disabled" ? "The key is disabled" : "The key has expired"}>
          Requests with “{key.name}” are rejected.
          {key.state === "disabled" ? " You can enable it again on the Keys page." : null}
        </Heading>
      ) : (
        <Heading title="This link doesn't work">
          It's incomplete or older than {disableLinkDays} days, or the key was deleted.
        </Heading>
      )}
      <p>
        <TextLink href={paths.keys}>Go to your keys</TextLink>
      </p>
    </>
  );
}
