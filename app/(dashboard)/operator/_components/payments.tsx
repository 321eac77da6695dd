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
import type { Actor } from "@/lib/kernel/actor";
import { paths } from "@/lib/kernel/paths";
import { type PaymentRow, listPayments, type PaymentState } from "@/lib/operator/list-payments";
import { MissingInvoices } from "./missing-invoices";
import { PaymentSheet } from "./payment-sheet";
import { Unmatched } from "./unmatched";

const filters: readonly { readonly label: string; readonly state?: PaymentState }[] = [
  { label: "All" },
  { label: "Processing", state: "pending" },
  { label: "Not paid", state: "open" },
  { label: "Credited", state: "credited" },
  { label: "Failed", state: "failed" },
];

type ListProps = {
  readonly state?: PaymentState | undefined;
  readonly cursor?: string | undefined;
};
type PaymentsProps = ListProps & {
  /** The purchase whose sheet is open. */
  readonly payment?: string | undefined;
  /** Who looks: what they look at is recorded. */
  readonly operator: Actor;
};

const columnsOf = (list: ListProps): readonly Column<PaymentRow>[] => [
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
      <TextLink href={hrefOf({ ...list, payment: row.id })} tone="quiet">
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
export async function Payments({ state, cursor, payment, operator }: PaymentsProps) {
  const page = await listPayments({ ...(state && { state }), ...(cursor && { cursor }) });
  return (
    <Stack>
      <Unmatched />
      <MissingInvoices />
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
        columns={columnsOf({ state, cursor })}
      />
      <Pagination
        label="payments"
        firstHref={cursor ? hrefOf({ state }) : null}
        nextHref={page.nextCursor ? hrefOf({ state, cursor: page.nextCursor }) : null}
      />
      {payment ? (
        <PaymentSheet id={payment} operator={operator} closeHref={hrefOf({ state, cursor })} />
      ) : null}
    </Stack>
  );
}

function hrefOf({ state, cursor, payment }: Omit<PaymentsProps, "operator">): string {
  const query = new URLSearchParams({
    ...(state && { state }),
    ...(cursor && { cursor }),
    ...(payment && { payment }),
  });
  return `${paths.operator}/payments${query.size > 0 ? `?${query}` : ""}`;
}
