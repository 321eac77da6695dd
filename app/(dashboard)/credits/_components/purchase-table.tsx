import { ReceiptText } from "lucide-react";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { PurchaseStatus } from "@/components/product/purchase-status";
import { TextLink } from "@/components/ui/actions/text-link";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import type { PurchaseView } from "@/lib/billing/list-purchases";
import { failureSentence, mayPayAgain } from "@/lib/billing/rules/failure-sentence";
import { methodLabel } from "@/lib/billing/rules/method-label";
import { dollarsText } from "@/lib/kernel/money";
import { addCreditsHref, purchaseHref } from "@/lib/kernel/paths";

type PurchaseTableProps = { readonly rows: readonly PurchaseView[]; readonly timeZone: string };

/** Every purchase with its state, why it failed, and its documents or the page on which it can be paid. */
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
      cell: methodOf,
    },
    ...(rows.some(hasFailed) ? [reasonColumn] : []),
    ...(rows.some(({ reference }) => reference !== null) ? [referenceColumn] : []),
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
    {
      id: "documents",
      header: "Documents",
      phone: "actions",
      cell: (purchase) => <Next purchase={purchase} />,
    },
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

const referenceColumn: Column<PurchaseView> = {
  id: "reference",
  header: "PO number",
  phone: "detail",
  cell: ({ reference }) => reference && <span className="break-id">{reference}</span>,
};

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

/** Null while it is not known how a purchase was paid. */
function methodOf({ method, origin }: PurchaseView) {
  const name = method === null ? null : methodLabel(method);
  if (origin !== "auto_top_up") return name && <span className="whitespace-nowrap">{name}</span>;
  return name === null ? "Auto top-up" : `${name}, auto top-up`;
}

/** A purchase that failed for good, or whose card was declined. */
function hasFailed({ state, failureCode }: PurchaseView): boolean {
  return state === "failed" || (state === "open" && failureCode !== null);
}

const reasonColumn: Column<PurchaseView> = {
  id: "reason",
  header: "Reason",
  phone: "detail",
  cell: (purchase) => (hasFailed(purchase) ? failureSentence(purchase.failureCode) : null),
};

function Next({ purchase }: { readonly purchase: PurchaseView }) {
  const name = <span className="sr-only"> for purchase {purchase.id}</span>;
  if (purchase.checkoutUrl) {
    return (
      <TextLink href={purchase.checkoutUrl} external>
        {purchase.label === "declined" ? "Retry" : "Pay"}
        {name}
      </TextLink>
    );
  }
  if (purchase.creditedAt) {
    return (
      <span className="flex gap-x-3 @max-[40rem]/table:flex-col @max-[40rem]/table:gap-y-1">
        <TextLink href={purchaseHref(purchase.id)}>Receipt{name}</TextLink>
        {purchase.invoice ? (
          <TextLink href={purchase.invoice.url} external>
            Invoice{name}
          </TextLink>
        ) : null}
      </span>
    );
  }
  const isOver =
    purchase.state === "expired" || (purchase.state === "failed" && purchase.origin === "checkout");
  if (isOver && mayPayAgain(purchase.failureCode)) {
    return <TextLink href={addCreditsHref(dollarsText(purchase.creditsNanos))}>Retry{name}</TextLink>;
  }
  return null;
}
