import "server-only";
import type { Tx } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import type { Nanos } from "@/lib/kernel/money";
import type { PurchaseState } from "../rules/purchase-state";

/** A purchase as billing events are applied to it, locked by the transaction. */
export type PurchaseRow = {
  readonly id: string;
  readonly workspaceId: string;
  readonly userId: string;
  readonly state: PurchaseState;
  readonly origin: string;
  readonly creditsNanos: Nanos;
  readonly feeNanos: Nanos;
  readonly totalCents: number;
  readonly automaticTax: boolean;
  readonly reference: string | null;
  readonly invoiceId: string | null;
  readonly invoiceNumber: string | null;
  readonly invoiceUrl: string | null;
  readonly checkoutSessionId: string | null;
  readonly paymentIntentId: string | null;
  readonly chargeId: string | null;
  readonly receiptUrl: string | null;
  readonly method: string | null;
  readonly refundedCents: number;
  readonly reportedRefundCents: number;
  readonly reversedNanos: Nanos;
};

/** The `where` of a write to a purchase. It includes the workspace, so that mixed-up ids never reach another's row. */
export function ownPurchase({ id, workspaceId }: PurchaseRow): { id: string; workspaceId: string } {
  return { id, workspaceId };
}

/**
 * Reads a purchase under its row lock, which serializes all events of one payment. Its workspace is share-locked before
 * it, because a deletion locks the workspace, then its wallet and purchases; wallets come last everywhere.
 */
export async function lockPurchase(tx: Tx, purchaseId: string): Promise<PurchaseRow> {
  await tx.$queryRaw`
    select 1 as locked from workspaces
     where id = (select workspace_id from purchases where id = ${purchaseId}::uuid) for share`;
  const rows = await tx.$queryRaw<PurchaseRow[]>`
    select id, workspace_id as "workspaceId", user_id as "userId", state::text as state, origin,
           credits_nanos as "creditsNanos", fee_nanos as "feeNanos", total_cents as "totalCents",
           checkout_session_id as "checkoutSessionId", payment_intent_id as "paymentIntentId",
           charge_id as "chargeId", receipt_url as "receiptUrl", method, refunded_cents as "refundedCents",
           automatic_tax as "automaticTax", reference, invoice_id as "invoiceId",
           invoice_number as "invoiceNumber", invoice_url as "invoiceUrl",
           reported_refund_cents as "reportedRefundCents", reversed_nanos as "reversedNanos"
    from purchases where id = ${purchaseId}::uuid for update`;
  return present(rows[0], "purchase");
}
