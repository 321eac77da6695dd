import "server-only";
import type { Tx } from "@/lib/db/client";
import type { BillingEvent } from "../rules/billing-events";
import { isDeleted } from "./deleted-workspace";
import { ownPurchase, type PurchaseRow } from "./purchase-row";

/**
 * Stores the invoice that a paid session names. It decides: an invoice that names the purchase only in its metadata,
 * which can be copied by hand, gives way to it.
 */
export async function rememberInvoiceId(tx: Tx, purchase: PurchaseRow, invoiceId: string): Promise<void> {
  if (purchase.invoiceId === invoiceId) return;
  const data = { invoiceId, invoiceNumber: null, invoiceUrl: null, invoicePdfUrl: null };
  await tx.purchase.update({ where: ownPurchase(purchase), data, select: { id: true } });
}

/** Stores number and documents of a purchase's invoice. They name the buyer, so those of a deleted account are left out. */
export async function recordInvoice(
  tx: Tx,
  purchase: PurchaseRow,
  { invoiceId, number, url, pdfUrl }: Extract<BillingEvent, { kind: "invoiced" }>,
): Promise<void> {
  if (purchase.invoiceId !== null && purchase.invoiceId !== invoiceId) return;
  const documents = (await isDeleted(tx, purchase.workspaceId))
    ? {}
    : { invoiceUrl: url, invoicePdfUrl: pdfUrl };
  await tx.purchase.update({
    where: ownPurchase(purchase),
    data: { invoiceId, invoiceNumber: number, ...documents },
    select: { id: true },
  });
}
