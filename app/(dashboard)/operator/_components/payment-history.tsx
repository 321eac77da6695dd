import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { CopyValue } from "@/components/ui/actions/copy-value";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import type { Tone } from "@/components/ui/feedback/tone";
import { Disclosure } from "@/components/ui/layout/disclosure";
import { nanosPerCent } from "@/lib/kernel/money";
import type { PaymentEvent, Reversal } from "@/lib/operator/get-payment";
import { EventStatus } from "./event-status";

const faces: Readonly<Record<string, { readonly tone: Tone; readonly text: string }>> = {
  pending: { tone: "held", text: "Pending" },
  succeeded: { tone: "warning", text: "Refunded" },
  failed: { tone: "neutral", text: "Failed" },
  inquiry: { tone: "held", text: "Inquiry" },
  open: { tone: "danger", text: "Open" },
  won: { tone: "positive", text: "Won" },
  lost: { tone: "danger", text: "Lost" },
};

/** The refunds or the disputes of a purchase; nothing when there are none. */
export function Reversals({ title, rows }: { readonly title: string; readonly rows: readonly Reversal[] }) {
  if (rows.length === 0) return null;
  return (
    <section aria-label={title} className="flex flex-col gap-2 border-t border-line pt-4">
      <h3 className="text-lg font-semibold">{title}</h3>
      <DataTable
        caption={title}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          {
            id: "id",
            header: "ID",
            rowHeader: true,
            cell: (row) => <CopyValue value={row.id} label="ID" mono />,
          },
          {
            id: "amount",
            header: "Amount",
            numeric: true,
            cell: (row) => <Money nanos={BigInt(row.amountCents) * nanosPerCent} />,
          },
          {
            id: "status",
            header: "Status",
            phone: "status",
            cell: ({ status }) => (
              <Badge tone={faces[status]?.tone ?? "neutral"}>{faces[status]?.text ?? status}</Badge>
            ),
          },
          {
            id: "time",
            header: "Recorded",
            phone: "detail",
            cell: (row) => <Moment at={row.createdAt} zone="UTC" show="short" />,
          },
        ]}
      />
    </section>
  );
}

/** Every stored event of a purchase in Stripe's order, each with the facts that are kept of it. */
export function PaymentEvents({ events }: { readonly events: readonly PaymentEvent[] }) {
  return (
    <section aria-label="Events" className="flex flex-col gap-2 border-t border-line pt-4">
      <h3 className="text-lg font-semibold">Events</h3>
      {events.length === 0 ? (
        <p className="text-ink-muted">No event of Stripe has been applied to this purchase.</p>
      ) : (
        <ol className="flex flex-col divide-y divide-line">
          {events.map((event) => (
            <li key={event.id} className="flex min-w-0 flex-col gap-1 py-2">
              <span className="flex flex-wrap items-center justify-between gap-2">
                <code className="font-mono text-sm break-id">{event.type}</code>
                <EventStatus event={event} />
              </span>
              <span className="flex flex-wrap items-center justify-between gap-2 text-sm text-ink-muted">
                <CopyValue value={event.id} label="event ID" mono />
                <Moment at={event.createdAt} zone="UTC" />
              </span>
              {event.facts.length > 0 ? (
                <Disclosure summary="Facts">
                  <DefinitionList
                    items={event.facts.map(({ name, value }) => ({ term: name, detail: value }))}
                  />
                </Disclosure>
              ) : null}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
