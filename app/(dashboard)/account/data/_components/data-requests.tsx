import { DataSection } from "@/app/(dashboard)/account/_components/data-section";
import { Moment } from "@/components/product/moment";
import { LinkButton } from "@/components/ui/actions/link-button";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import type { OwnRequest } from "@/lib/data-requests/list-own-requests";
import { kindNames, stateNames } from "@/lib/data-requests/rules/request-kinds";
import { paths } from "@/lib/kernel/paths";

type DataRequestsProps = { readonly requests: readonly OwnRequest[]; readonly zone: string };

/** Requests about the person's data, and the way to the form. Deadlines are days of UTC. */
export function DataRequests({ requests, zone }: DataRequestsProps) {
  const columns: readonly Column<OwnRequest>[] = [
    { id: "kind", header: "Request", rowHeader: true, cell: ({ kind }) => kindNames[kind] },
    { id: "state", header: "State", phone: "status", cell: ({ state }) => stateNames[state] },
    {
      id: "received",
      header: "Received",
      cell: ({ receivedAt }) => <Moment at={receivedAt} zone={zone} show="day" />,
    },
    {
      id: "by",
      header: "Answered",
      cell: ({ closedAt, latestBy }) =>
        closedAt ? (
          <Moment at={closedAt} zone={zone} show="day" />
        ) : latestBy ? (
          <>
            No later than <Moment at={latestBy} zone="UTC" show="day" />
          </>
        ) : null,
    },
  ];
  return (
    <DataSection
      title="Privacy requests"
      description="For what you can't do yourself here. Emails about a request have a link to its steps and answer."
      action={<LinkButton href={paths.privacyRequest}>New request</LinkButton>}
    >
      <DataTable
        caption="Privacy requests, newest first"
        columns={columns}
        rows={requests}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="No requests" inline>
            Requests of this account appear here.
          </EmptyState>
        }
      />
    </DataSection>
  );
}
