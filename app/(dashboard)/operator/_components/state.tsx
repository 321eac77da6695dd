import { DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Card } from "@/components/ui/layout/card";
import { formatMoment } from "@/lib/kernel/format";
import type { StripeEventRow } from "@/lib/operator/list-stripe-events";

type Check = { readonly name: string; readonly ok: boolean; readonly detail: string };

/** A card with health checks and what is wrong. */
export function Checks({ title, checks }: { readonly title: string; readonly checks: readonly Check[] }) {
  return (
    <Card title={title}>
      <ChecksTable caption={title} checks={checks} />
    </Card>
  );
}

/** One row per check, with what is wrong. */
export function ChecksTable({
  caption,
  checks,
}: {
  readonly caption: string;
  readonly checks: readonly Check[];
}) {
  return (
    <DataTable
      caption={caption}
      rows={checks}
      rowKey={(check) => check.name}
      columns={[
        { id: "name", header: "Check", rowHeader: true, cell: (check) => check.name },
        {
          id: "state",
          header: "State",
          cell: (check) => (
            <Badge tone={check.ok ? "positive" : "danger"}>{check.ok ? "OK" : "Failed"}</Badge>
          ),
        },
        { id: "detail", header: "Detail", cell: (check) => check.detail || "–" },
      ]}
    />
  );
}

export function StripeEvents({ events }: { readonly events: readonly StripeEventRow[] }) {
  return (
    <Card
      title="Stripe events"
      description="The 50 most recent. Stripe retries failed deliveries. Times are in UTC."
    >
      <DataTable
        caption="Stripe events"
        rows={events}
        rowKey={(event) => event.id}
        empty={<EmptyState title="No events yet">They arrive with the first payment.</EmptyState>}
        columns={[
          { id: "time", header: "Time", cell: (event) => formatMoment(event.processedAt, "UTC") },
          {
            id: "type",
            header: "Type",
            rowHeader: true,
            cell: (event) => <code className="font-mono text-sm break-id">{event.type}</code>,
          },
          { id: "outcome", header: "Outcome", cell: (event) => event.outcome },
          {
            id: "id",
            header: "ID",
            cell: (event) => <code className="font-mono text-sm break-id text-ink-muted">{event.id}</code>,
          },
        ]}
      />
    </Card>
  );
}
