import "server-only";
import { db, type Tx } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import type { PurchaseState } from "../rules/purchase-state";
import type { PaymentRef } from "../rules/billing-events";

/** A purchase as billing events are applied to it, locked by the transaction. */
export type PurchaseRow = {
  readonly id: string;
  readonly workspaceId: string;
  readonly userId: string;
  readonly state: PurchaseState;
  readonly creditsNanos: Nanos;
  readonly feeNanos: Nanos;
  readonly totalCents: number;
  readonly checkoutSessionId: string | null;
  readonly paymentIntentId: string | null;
  readonly chargeId: string | null;
  readonly receiptUrl: string | null;
  readonly method: string | null;
  readonly refundedCents: number;
  readonly reversedNanos: Nanos;
};

const fields = {
  id: true,
  workspaceId: true,
  userId: true,
  state: true,
  creditsNanos: true,
  feeNanos: true,
  totalCents: true,
  checkoutSessionId: true,
  paymentIntentId: true,
  chargeId: true,
  receiptUrl: true,
  method: true,
  refundedCents: true,
  reversedNanos: true,
} as const;

/**
 * Finds the purchase of a payment, by the product's id in the metadata or by the stored Stripe ids. Null for a payment
 * of something else: another environment of the same Stripe account, another product, a payment made by hand.
 */
export async function findPurchaseId(ref: PaymentRef): Promise<string | null> {
  const ways = [
    ref.purchaseId && { id: ref.purchaseId },
    ref.sessionId && { checkoutSessionId: ref.sessionId },
    ref.paymentIntentId && { paymentIntentId: ref.paymentIntentId },
    ref.chargeId && { chargeId: ref.chargeId },
  ];
  for (const where of ways) {
    if (!where) continue;
    const row = await db().purchase.findUnique({ where, select: { id: true } });
    if (row) return row.id;
  }
  return null;
}

/** The `where` of a write to a purchase. It includes the workspace, so that mixed-up ids never reach another's row. */
export function ownPurchase({ id, workspaceId }: PurchaseRow): { id: string; workspaceId: string } {
  return { id, workspaceId };
}

/** Reads a purchase under its row lock, which serializes all events of one payment. */
export async function lockPurchase(tx: Tx, purchaseId: string): Promise<PurchaseRow> {
  await tx.$queryRaw`SELECT 1 AS locked FROM purchases WHERE id = ${purchaseId}::uuid FOR UPDATE`;
  return tx.purchase.findUniqueOrThrow({ where: { id: purchaseId }, select: fields });
}
