import type { Metadata } from "next";
import { listArchives } from "@/lib/archives/list-archives";
import { listOperatorViews } from "@/lib/audit/operator-views";
import { getViewer } from "@/lib/auth/viewer";
import { listOwnRequests } from "@/lib/data-requests/list-own-requests";
import { listOwnDisclosures } from "@/lib/disclosures/list-own-disclosures";
import { isAdmin } from "@/lib/kernel/actor";
import { AccountFrame } from "../_components/account-frame";
import { Archives } from "./_components/archives";
import { DataRequests } from "./_components/data-requests";
import { LegalDisclosures } from "./_components/legal-disclosures";
import { OperatorViews } from "./_components/operator-views";

export const metadata: Metadata = { title: "Your data" };

export default async function DataPage() {
  const { actor, user, workspace } = await getViewer();
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
    </AccountFrame>
  );
}
