import { DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Card } from "@/components/ui/layout/card";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { countedMax, countEvents } from "@/lib/interface-events/count-events";
import { eventDays, eventWords } from "@/lib/interface-events/rules/event-names";

/** How often each page, action and error occurred. Names only: no person, no workspace, no time. */
export async function EventCounts() {
  const [counts, formats] = await Promise.all([countEvents(), viewerFormats()]);
  return (
    <Card
      title="Interface events"
      description={`Of the last ${eventDays} days, at most the newest ${formats.count(countedMax)}, from workspaces that allow optional data.`}
    >
      <DataTable
        caption="Interface events by name, the most frequent first"
        rows={counts}
        rowKey={({ kind, name, code }) => `${kind} ${name} ${code}`}
        empty={
          <EmptyState title="Nothing yet">
            Events are recorded once a workspace turns on optional data on its Privacy page.
          </EmptyState>
        }
        columns={[
          {
            id: "event",
            header: "Event",
            rowHeader: true,
            cell: (row) => <span className="break-id">{eventWords(row)}</span>,
          },
          { id: "count", header: "Number", numeric: true, cell: ({ events }) => formats.count(events) },
        ]}
      />
    </Card>
  );
}
