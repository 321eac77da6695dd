import { Moment } from "@/components/product/moment";
import { SegmentedLinks } from "@/components/ui/actions/segmented-links";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { Pagination } from "@/components/ui/data/pagination";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ActionForm } from "@/components/ui/forms/action-form";
import { Stack } from "@/components/ui/layout/stack";
import { unreadable } from "@/lib/billing/rules/retry-event";
import { paths } from "@/lib/kernel/paths";
import { listStripeEvents, type StripeEventRow } from "@/lib/operator/list-stripe-events";
import { retryEventAction } from "../actions";
import { EventStatus } from "./event-status";
import { paymentHref } from "./payment-href";

type WebhooksProps = {
  readonly filter?: "attention" | undefined;
  readonly cursor?: string | undefined;
};

const columns: readonly Column<StripeEventRow>[] = [
  {
    id: "time",
    header: "Received",
    phone: "detail",
    cell: (event) => <Moment at={event.receivedAt} zone="UTC" show="short" />,
  },
  {
    id: "type",
    header: "Type",
    rowHeader: true,
    cell: (event) => (
      <span className="flex min-w-0 flex-col @min-[40rem]/table:min-w-64">
        <code className="font-mono text-sm break-id">{event.type}</code>
        <code className="font-mono text-xs break-id text-ink-muted">{event.id}</code>
      </span>
    ),
  },
  { id: "state", header: "State", phone: "amount", cell: (event) => <EventStatus event={event} /> },
  {
    id: "attempts",
    header: "Attempts",
    numeric: true,
    phone: "hidden",
    cell: (event) => event.attempts,
  },
  {
    id: "next",
    header: "Next try",
    phone: "hidden",
    cell: (event) => (event.nextTryAt ? <Moment at={event.nextTryAt} zone="UTC" show="short" /> : "–"),
  },
  {
    id: "error",
    header: "Last error",
    phone: "hidden",
    cell: (event) => <LastError error={event.error} />,
  },
  {
    id: "purchase",
    header: "Purchase",
    phone: "status",
    cell: (event) =>
      event.purchaseId ? (
        <TextLink href={paymentHref(event.purchaseId)} tone="quiet">
          View
        </TextLink>
      ) : (
        "–"
      ),
  },
  {
    id: "retry",
    header: "Retry",
    bare: true,
    cell: (event) =>
      event.state === "failing" || event.state === "dead" ? (
        <ActionForm
          action={retryEventAction}
          fields={{ eventId: event.id }}
          label={`Retry ${event.id}`}
          layout="row"
          toast="all"
        >
          <SubmitButton variant="secondary">Retry</SubmitButton>
        </ActionForm>
      ) : null,
  },
];

/** A code, or a sentence for an event that trying again can't change. */
function LastError({ error }: { readonly error: string | null }) {
  if (error === null) return "–";
  if (error === unreadable) return "Its content isn't in the shape that Stripe documents.";
  return <code className="font-mono text-sm break-id">{error}</code>;
}

/** Stored events of Stripe with their state, newest first. */
export async function Webhooks({ filter, cursor }: WebhooksProps) {
  const page = await listStripeEvents({
    needsAttention: filter === "attention",
    ...(cursor !== undefined && { cursor }),
  });
  return (
    <Stack>
      <p className="text-ink-muted">
        Every event is stored, then applied. One that fails is tried again for a day, and needs attention
        after five attempts, or at once when it can&apos;t be read. No event waits for another.
      </p>
      <SegmentedLinks
        label="Events"
        items={[
          { label: "All", href: hrefOf({}), current: filter === undefined },
          {
            label: "Needs attention",
            href: hrefOf({ filter: "attention" }),
            current: filter === "attention",
          },
        ]}
      />
      <DataTable
        caption="Stripe events, newest first"
        rows={page.rows}
        rowKey={(event) => event.id}
        empty={filter ? nothingFails : noEvents}
        columns={columns}
      />
      <Pagination
        label="events"
        firstHref={cursor ? hrefOf({ filter }) : null}
        nextHref={page.nextCursor ? hrefOf({ filter, cursor: page.nextCursor }) : null}
      />
    </Stack>
  );
}

const noEvents = <EmptyState title="No events yet">They arrive with the first payment.</EmptyState>;
const nothingFails = (
  <EmptyState title="Nothing needs attention">Events that keep failing appear here.</EmptyState>
);

function hrefOf({ filter, cursor }: WebhooksProps): string {
  const query = new URLSearchParams({ ...(filter && { filter }), ...(cursor && { cursor }) });
  return `${paths.operator}/webhooks${query.size > 0 ? `?${query}` : ""}`;
}
