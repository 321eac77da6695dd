import { Moment } from "@/components/product/moment";
import { SegmentedLinks } from "@/components/ui/actions/segmented-links";
import { TextLink } from "@/components/ui/actions/text-link";
import { Pagination } from "@/components/ui/data/pagination";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Stack } from "@/components/ui/layout/stack";
import { listRequests, type QueueFilter, type QueueRow } from "@/lib/data-requests/list-requests";
import { kindNames, lawNames } from "@/lib/data-requests/rules/request-kinds";
import { operatorRequestHref, paths } from "@/lib/kernel/paths";
import { DueBadge } from "./due-badge";
import { EnterForm } from "./enter-form";
import { StateBadge } from "./state-badge";

type QueueProps = { readonly show: QueueFilter; readonly cursor?: string | undefined };

/** Data requests, open ones by their next deadline, and the form for those that arrive by mail. */
export async function Queue({ show, cursor }: QueueProps) {
  const page = await listRequests({ filter: show, ...(cursor && { cursor }) });
  return (
    <Stack>
      <SegmentedLinks
        label="Show"
        items={[
          { label: "Open", href: hrefOf("open"), current: show === "open" },
          { label: "Closed", href: hrefOf("closed"), current: show === "closed" },
        ]}
      />
      <DataTable
        caption={
          show === "open"
            ? "Open data requests, the nearest deadline first"
            : "Closed data requests, newest first"
        }
        rows={page.rows}
        rowKey={(row) => row.id}
        columns={[...columns, show === "open" ? dueColumn : closedColumn]}
        empty={
          <EmptyState title={show === "open" ? "No open requests" : "No closed requests"}>
            Confirmed requests from the form appear here. Enter those that arrive by mail.
          </EmptyState>
        }
      />
      <Pagination
        label="requests"
        firstHref={cursor ? hrefOf(show) : null}
        nextHref={page.nextCursor ? hrefOf(show, page.nextCursor) : null}
      />
      <EnterForm />
    </Stack>
  );
}

const columns: readonly Column<QueueRow>[] = [
  {
    id: "requester",
    header: "Requester",
    rowHeader: true,
    cell: (row) => (
      <TextLink href={operatorRequestHref(row.id)} tone="quiet">
        {row.email ?? "Deleted account"}
      </TextLink>
    ),
  },
  {
    id: "kind",
    header: "Request",
    phone: "detail",
    cell: (row) => `${kindNames[row.kind]}${row.hasAgent ? ", by an agent" : ""}`,
  },
  { id: "law", header: "Law", phone: "hidden", cell: (row) => lawNames[row.law] },
  {
    id: "received",
    header: "Received",
    phone: "hidden",
    cell: (row) => <Moment at={row.receivedAt} zone="UTC" show="day" />,
  },
  { id: "state", header: "State", phone: "detail", cell: (row) => <StateBadge state={row.state} /> },
];

const dueColumn: Column<QueueRow> = {
  id: "due",
  header: "Next deadline",
  phone: "status",
  cell: (row) => (row.nextDueAt ? <DueBadge request={row} dueAt={row.nextDueAt} /> : "–"),
};

const closedColumn: Column<QueueRow> = {
  id: "closed",
  header: "Closed",
  phone: "status",
  cell: (row) => (row.closedAt ? <Moment at={row.closedAt} zone="UTC" show="day" /> : "–"),
};

function hrefOf(show: QueueFilter, cursor?: string): string {
  const query = new URLSearchParams({ ...(show === "closed" && { show }), ...(cursor && { cursor }) });
  return query.size > 0 ? `${paths.operatorRequests}?${query}` : paths.operatorRequests;
}
