import { DataSection } from "@/app/(dashboard)/account/_components/data-section";
import { Moment } from "@/components/product/moment";
import { RetryButton } from "@/components/product/retry-button";
import { Pagination } from "@/components/ui/data/pagination";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { countOwnEvents } from "@/lib/interface-events/delete-own-events";
import { type Collection, getCollection } from "@/lib/interface-events/is-collecting";
import { type EventLine, listEvents } from "@/lib/interface-events/list-events";
import { eventDays } from "@/lib/interface-events/rules/event-names";
import type { Actor } from "@/lib/kernel/actor";
import { paths } from "@/lib/kernel/paths";
import { attempt } from "@/lib/web/attempt";
import { EventChoices } from "./event-choices";

type InterfaceEventsProps = {
  readonly actor: Actor;
  readonly workspace: string;
  /** Where the page of events begins; absent on the first page. */
  readonly cursor: string | undefined;
  readonly zone: string;
};

/** Everything that was recorded about how the viewer uses the console. */
export async function InterfaceEvents({ actor, workspace, cursor, zone }: InterfaceEventsProps) {
  const read = await attempt(
    Promise.all([listEvents(actor, { cursor }), getCollection(actor), countOwnEvents(actor)]),
  );
  const state = read.ok ? ` ${stateText(workspace, read.value[1])}` : "";
  return (
    <div id="events" className="scroll-mt-16">
      <DataSection
        title="Interface events"
        description={`Names of the pages you opened, the actions you used, and the errors you saw. Kept for ${eventDays} days, for support; operators see only how often each name occurs.${state}`}
        action={read.ok ? <EventChoices collection={read.value[1]} count={read.value[2]} /> : null}
      >
        {read.ok ? (
          <Events page={read.value[0]} isFirst={cursor === undefined} zone={zone} />
        ) : (
          <FailedState
            title="The events couldn't be loaded"
            requestId={read.requestId}
            retry={<RetryButton />}
          />
        )}
      </DataSection>
    </div>
  );
}

function stateText(workspace: string, { isAllowed, isOptedOut }: Collection): string {
  if (isOptedOut) return "You turned them off for yourself: none are recorded.";
  return `The workspace “${workspace}” ${isAllowed ? "allows" : "does not allow"} it: see optional data on the Privacy page.`;
}

type EventsProps = {
  readonly page: Awaited<ReturnType<typeof listEvents>>;
  readonly isFirst: boolean;
  readonly zone: string;
};

function Events({ page: { rows, nextCursor }, isFirst, zone }: EventsProps) {
  const columns: readonly Column<EventLine>[] = [
    {
      id: "what",
      header: "What",
      rowHeader: true,
      cell: ({ words }) => <span className="break-id">{words}</span>,
    },
    { id: "at", header: "When", phone: "detail", cell: ({ at }) => <Moment at={at} zone={zone} /> },
  ];
  return (
    <>
      <DataTable
        caption="Interface events, newest first"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title={isFirst ? "Nothing recorded" : "Nothing older"} inline>
            Only what happens while optional data is on is recorded.
          </EmptyState>
        }
      />
      <Pagination
        label="events"
        firstHref={isFirst ? null : `${paths.accountData}#events`}
        nextHref={nextCursor ? `${paths.accountData}?events=${nextCursor}#events` : null}
      />
    </>
  );
}
