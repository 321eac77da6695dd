import type { Metadata } from "next";
import { z } from "zod";
import { Heading } from "@/app/(auth)/_components/heading";
import { TextLink } from "@/components/ui/actions/text-link";
import { findRequest } from "@/lib/data-requests/find-request";
import { confirmDays } from "@/lib/data-requests/rules/clocks";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { ConfirmRequest } from "./_components/confirm-request";
import { RequestState } from "./_components/request-state";

export const metadata: Metadata = { title: "Your privacy request" };

const search = z.object({ token: z.string().max(100).optional().catch(undefined) });

/** A request behind its mailed link. Opening it changes nothing: mail clients and scanners open links automatically. */
export default async function RequestStatusPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { token } = search.parse(await searchParams);
  const request = token ? await findRequest(token) : null;
  if (!token || !request) {
    return (
      <>
        <Heading title="This link doesn't work">
          It&rsquo;s incomplete, or the request was removed: after {confirmDays} days without a confirmation,
          or when records of answered requests are no longer kept.
        </Heading>
        <p>
          <TextLink href={paths.privacyRequest}>Send a privacy request</TextLink>
        </p>
      </>
    );
  }
  return request.state === "unconfirmed" ? (
    <ConfirmRequest token={token} request={request} />
  ) : (
    <RequestState request={request} />
  );
}
