import "server-only";
import { db } from "@/lib/db/client";
import { type Nanos, nanosPerCent } from "@/lib/kernel/money";
import { type PurchaseLabel, purchaseLabel } from "../rules/purchase-label";
import { type PurchaseState } from "../rules/purchase-state";

/** A purchase as shown to its workspace. */
export type PurchaseView = {
  readonly id: string;
  readonly state: PurchaseState;
  readonly label: PurchaseLabel;
  readonly origin: string;
  readonly creditsNanos: Nanos;
  readonly feeNanos: Nanos;
  /** Paid on top; zero before the payment, and without automatic tax. */
  readonly taxNanos: Nanos;
  /** With tax. */
  readonly totalNanos: Nanos;
  /** Credits that refunds and disputes took back. */
  readonly reversedNanos: Nanos;
  /** "visa 4242" or a kind such as "alipay"; null until known. */
  readonly method: string | null;
  /** The buyer's own, such as a purchase order number. */
  readonly reference: string | null;
  readonly receiptUrl: string | null;
  /** Stripe's invoice; null while it is not issued. */
  readonly invoice: PurchaseInvoice | null;
  /** URL of the hosted page, while it can still be paid. */
  readonly checkoutUrl: string | null;
  readonly failureCode: string | null;
  readonly createdAt: Date;
  readonly creditedAt: Date | null;
};

type PurchaseInvoice = {
  readonly number: string | null;
  readonly url: string;
  readonly pdfUrl: string | null;
};

export const purchaseViewFields = {
  id: true,
  state: true,
  origin: true,
  creditsNanos: true,
  feeNanos: true,
  taxCents: true,
  reversedNanos: true,
  method: true,
  reference: true,
  receiptUrl: true,
  invoiceNumber: true,
  invoiceUrl: true,
  invoicePdfUrl: true,
  checkoutUrl: true,
  failureCode: true,
  createdAt: true,
  creditedAt: true,
} as const;

type Row = Omit<PurchaseView, "taxNanos" | "totalNanos" | "label" | "invoice"> & {
  readonly taxCents: number;
  readonly invoiceNumber: string | null;
  readonly invoiceUrl: string | null;
  readonly invoicePdfUrl: string | null;
};

/** Converts rows for display, in the same order. Also reads the disputes of purchases that lost credits. */
export async function purchaseViews(workspaceId: string, rows: readonly Row[]): Promise<PurchaseView[]> {
  const reversed = rows.filter(({ reversedNanos }) => reversedNanos > 0n).map(({ id }) => id);
  const disputes =
    reversed.length === 0
      ? []
      : await db().purchaseDispute.findMany({
          where: { workspaceId, purchaseId: { in: reversed } },
          select: { purchaseId: true, status: true },
        });
  return rows.map(({ taxCents, invoiceNumber, invoiceUrl, invoicePdfUrl, ...row }) => {
    const taxNanos = BigInt(taxCents) * nanosPerCent;
    return {
      ...row,
      label: purchaseLabel({ ...row, disputes: disputes.filter(({ purchaseId }) => purchaseId === row.id) }),
      taxNanos,
      totalNanos: row.creditsNanos + row.feeNanos + taxNanos,
      invoice: invoiceUrl === null ? null : { number: invoiceNumber, url: invoiceUrl, pdfUrl: invoicePdfUrl },
      checkoutUrl: row.state === "open" ? row.checkoutUrl : null,
    };
  });
}
