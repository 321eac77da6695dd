import type { Metadata } from "next";
import { z } from "zod";
import { listArchives } from "@/lib/archives/list-archives";
import { listOperatorViews } from "@/lib/audit/operator-views";
import { getViewer } from "@/lib/auth/viewer";
import { listOwnRequests } from "@/lib/data-requests/list-own-requests";
import { listOwnDisclosures } from "@/lib/disclosures/list-own-disclosures";
import { isAdmin } from "@/lib/kernel/actor";
import type { SearchParams } from "@/lib/kernel/search";
import { AccountFrame } from "../_components/account-frame";
import { Archives } from "./_components/archives";
import { DataRequests } from "./_components/data-requests";
import { InterfaceEvents } from "./_components/interface-events";
import { LegalDisclosures } from "./_components/legal-disclosures";
import { OperatorViews } from "./_components/operator-views";

export const metadata: Metadata = { title: "Your data" };

const search = z.object({ events: z.uuid().optional().catch(undefined) });

export default async function DataPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { actor, user, workspace } = await getViewer();
  const { events } = search.parse(await searchParams);
  const [archives, views, requests, disclosures] = await Promise.all([
    listArchives(actor.userId),
    listOperatorViews(actor),
    listOwnRequests(actor),
    listOwnDisclosures(actor),
  ]);
  const { name, timeZone: zone } = workspace;
  return (
    <AccountFrame current="data" email={user.email}>
      <Archives archives={archives} email={user.email} zone={zone} />
      <DataRequests requests={requests} zone={zone} />
      {isAdmin(actor) ? (
        <>
          <OperatorViews views={views} workspace={name} zone={zone} />
          <LegalDisclosures disclosures={disclosures} workspace={name} zone={zone} />
        </>
      ) : null}
      <InterfaceEvents actor={actor} workspace={name} cursor={events} zone={zone} />
    </AccountFrame>
  );
}
