import { Moment } from "@/components/product/moment";
import { DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Stack } from "@/components/ui/layout/stack";
import { listStripeEvents } from "@/lib/operator/list-stripe-events";

/** The newest events of Stripe. */
export async function Webhooks() {
  const events = await listStripeEvents();
  return (
    <Stack>
      <p className="text-ink-muted">
        The 50 most recent events. Deliveries that failed aren't listed: Stripe retries them, and shows them
        in its dashboard.
      </p>
      <DataTable
        caption="Stripe events"
        rows={events}
        rowKey={(event) => event.id}
        empty={<EmptyState title="No events yet">They arrive with the first payment.</EmptyState>}
        columns={[
          {
            id: "time",
            header: "Time",
            phone: "status",
            cell: (event) => <Moment at={event.processedAt} zone="UTC" show="short" />,
          },
          {
            id: "type",
            header: "Type",
            rowHeader: true,
            cell: (event) => <code className="font-mono text-sm break-id">{event.type}</code>,
          },
          { id: "outcome", header: "Outcome", phone: "amount", cell: (event) => event.outcome },
          {
            id: "id",
            header: "ID",
            cell: (event) => <code className="font-mono text-sm break-id text-ink-muted">{event.id}</code>,
          },
        ]}
      />
    </Stack>
  );
}
