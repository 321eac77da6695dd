import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { PurchaseStatus } from "@/components/product/purchase-status";
import { SegmentedLinks } from "@/components/ui/actions/segmented-links";
import { TextLink } from "@/components/ui/actions/text-link";
import { Pagination } from "@/components/ui/data/pagination";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Stack } from "@/components/ui/layout/stack";
import { nanosPerCent } from "@/lib/kernel/money";
import { paths } from "@/lib/kernel/paths";
import { type PaymentRow, listPayments, type PaymentState } from "@/lib/operator/list-payments";

const filters: readonly { readonly label: string; readonly state?: PaymentState }[] = [
  { label: "All" },
  { label: "Processing", state: "pending" },
  { label: "Not paid", state: "open" },
  { label: "Credited", state: "credited" },
  { label: "Failed", state: "failed" },
];

type PaymentsProps = {
  readonly state?: PaymentState | undefined;
  readonly cursor?: string | undefined;
};

const columns: readonly Column<PaymentRow>[] = [
  {
    id: "time",
    header: "Started",
    phone: "detail",
    cell: (row) => <Moment at={row.createdAt} zone="UTC" show="short" />,
  },
  {
    id: "buyer",
    header: "Buyer",
    rowHeader: true,
    cell: (row) => (
      <TextLink href={`${paths.operator}?account=${row.workspaceId}`} tone="quiet">
        {row.email ?? "Deleted account"}
      </TextLink>
    ),
  },
  {
    id: "credits",
    header: "Credits",
    numeric: true,
    phone: "hidden",
    cell: (row) => <Money nanos={row.creditsNanos} />,
  },
  {
    id: "fee",
    header: "Fee",
    numeric: true,
    phone: "hidden",
    cell: (row) => <Money nanos={row.feeNanos} />,
  },
  {
    id: "total",
    header: "Total",
    numeric: true,
    cell: (row) => <Money nanos={BigInt(row.totalCents) * nanosPerCent} />,
  },
  {
    id: "refunded",
    header: "Refunded",
    numeric: true,
    phone: "hidden",
    cell: (row) =>
      row.refundedCents === 0 ? "–" : <Money nanos={BigInt(row.refundedCents) * nanosPerCent} />,
  },
  {
    id: "state",
    header: "State",
    phone: "status",
    cell: (row) => <PurchaseStatus label={row.label} />,
  },
];

/** Purchases of all workspaces, newest first. */
export async function Payments({ state, cursor }: PaymentsProps) {
  const page = await listPayments({ ...(state && { state }), ...(cursor && { cursor }) });
  return (
    <Stack>
      <SegmentedLinks
        label="State"
        items={filters.map((filter) => ({
          label: filter.label,
          href: hrefOf(filter),
          current: filter.state === state,
        }))}
      />
      <DataTable
        caption="Purchases of all workspaces, newest first"
        rows={page.rows}
        rowKey={(row) => row.id}
        empty={<EmptyState title="No payments">Purchases of credits appear here.</EmptyState>}
        columns={columns}
      />
      <Pagination
        label="payments"
        firstHref={cursor ? hrefOf({ state }) : null}
        nextHref={page.nextCursor ? hrefOf({ state, cursor: page.nextCursor }) : null}
      />
    </Stack>
  );
}

function hrefOf({ state, cursor }: PaymentsProps): string {
  const query = new URLSearchParams({ ...(state && { state }), ...(cursor && { cursor }) });
  return `${paths.operator}/payments${query.size > 0 ? `?${query}` : ""}`;
}
