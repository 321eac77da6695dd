import { ReceiptText } from "lucide-react";
import { TextLink } from "@/components/ui/actions/text-link";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { PurchaseStatus } from "@/components/product/purchase-status";
import type { PurchaseView } from "@/lib/billing/list-purchases";

/** Every purchase with its state and its Stripe receipt. */
export function PurchaseTable({
  rows,
  timeZone,
}: {
  readonly rows: readonly PurchaseView[];
  readonly timeZone: string;
}) {
  const columns: readonly Column<PurchaseView>[] = [
    {
      id: "time",
      header: "Time",
      cell: ({ createdAt }) => <Moment at={createdAt} zone={timeZone} />,
      rowHeader: true,
    },
    { id: "state", header: "State", cell: (purchase) => <State purchase={purchase} /> },
    {
      id: "credits",
      header: "Credits",
      numeric: true,
      cell: ({ creditsNanos }) => <Money nanos={creditsNanos} />,
    },
    { id: "fee", header: "Service fee", numeric: true, cell: ({ feeNanos }) => <Money nanos={feeNanos} /> },
    { id: "total", header: "Total", numeric: true, cell: ({ totalNanos }) => <Money nanos={totalNanos} /> },
    {
      id: "method",
      header: "Method",
      cell: ({ method }) => <span className="capitalize">{method ?? "–"}</span>,
    },
    { id: "receipt", header: "Receipt", cell: (purchase) => <Receipt purchase={purchase} /> },
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

function Receipt({ purchase }: { readonly purchase: PurchaseView }) {
  if (purchase.receiptUrl) {
    return (
      <TextLink href={purchase.receiptUrl} external>
        Receipt<span className="sr-only"> for purchase {purchase.id}</span>
      </TextLink>
    );
  }
  if (purchase.checkoutUrl) {
    return (
      <TextLink href={purchase.checkoutUrl} external>
        Pay<span className="sr-only"> for purchase {purchase.id}</span>
      </TextLink>
    );
  }
  return <span className="text-ink-muted">–</span>;
}
