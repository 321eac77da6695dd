import { ReceiptText } from "lucide-react";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { PurchaseStatus } from "@/components/product/purchase-status";
import { TextLink } from "@/components/ui/actions/text-link";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import type { PurchaseView } from "@/lib/billing/list-purchases";
import { purchaseHref } from "@/lib/kernel/paths";

type PurchaseTableProps = { readonly rows: readonly PurchaseView[]; readonly timeZone: string };

/** Every purchase with its state, and its receipt or the page on which it can still be paid. */
export function PurchaseTable({ rows, timeZone }: PurchaseTableProps) {
  const columns: readonly Column<PurchaseView>[] = [
    {
      id: "time",
      header: "Date",
      cell: ({ createdAt }) => <Moment at={createdAt} zone={timeZone} show="short" />,
      rowHeader: true,
    },
    { id: "state", header: "State", phone: "status", cell: (purchase) => <State purchase={purchase} /> },
    {
      id: "method",
      header: "Method",
      phone: "detail",
      cell: ({ method }) => <span className="capitalize">{method ?? "–"}</span>,
    },
    {
      id: "credits",
      header: "Credits",
      numeric: true,
      phone: "hidden",
      cell: ({ creditsNanos }) => <Money nanos={creditsNanos} />,
    },
    {
      id: "fee",
      header: "Service fee",
      numeric: true,
      phone: "hidden",
      cell: ({ feeNanos }) => <Money nanos={feeNanos} />,
    },
    {
      id: "total",
      header: "Total",
      numeric: true,
      phone: "amount",
      cell: ({ totalNanos }) => <Money nanos={totalNanos} />,
    },
    { id: "receipt", header: "Receipt", phone: "actions", cell: (purchase) => <Next purchase={purchase} /> },
  ];
  const empty = (
    <EmptyState icon={<ReceiptText aria-hidden />} title="No purchases yet">
      Your purchases and receipts appear here.
    </EmptyState>
  );
  return (
    <DataTable
      caption={`Purchases, newest first, times in ${timeZone}`}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      empty={empty}
    />
  );
}

function State({ purchase }: { readonly purchase: PurchaseView }) {
  const isPart = purchase.reversedNanos > 0n && purchase.reversedNanos < purchase.creditsNanos;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <PurchaseStatus label={purchase.label} />
      {isPart ? (
        <span className="text-sm text-ink-muted">
          <Money nanos={purchase.reversedNanos} /> reversed
        </span>
      ) : null}
    </span>
  );
}

function Next({ purchase }: { readonly purchase: PurchaseView }) {
  const name = <span className="sr-only"> for purchase {purchase.id}</span>;
  if (purchase.checkoutUrl) {
    return (
      <TextLink href={purchase.checkoutUrl} external>
        {purchase.label === "declined" ? "Try again" : "Pay"}
        {name}
      </TextLink>
    );
  }
  if (purchase.creditedAt) {
    return <TextLink href={purchaseHref(purchase.id)}>Receipt{name}</TextLink>;
  }
  return null;
}
