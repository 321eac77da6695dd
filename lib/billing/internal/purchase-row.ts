import "server-only";
import { db, type Tx } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import type { PurchaseState } from "../rules/purchase-state";
import type { PaymentRef } from "../rules/billing-events";

/** A purchase as the fulfilment sees it, locked by its transaction. */
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
 * Id of the purchase that a payment belongs to, by our own id in the metadata or by Stripe's ids as stored. Null when
 * it is none of ours: another environment of the same Stripe account, another product, a payment made by hand.
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

/** Names a purchase to a write: by its workspace too, so that a mix-up of ids reaches nobody else's row. */
export function ownPurchase({ id, workspaceId }: PurchaseRow): { id: string; workspaceId: string } {
  return { id, workspaceId };
}

/** Reads a purchase under its row lock: all events of one payment queue up here. */
export async function lockPurchase(tx: Tx, purchaseId: string): Promise<PurchaseRow> {
  await tx.$queryRaw`SELECT 1 AS locked FROM purchases WHERE id = ${purchaseId}::uuid FOR UPDATE`;
  return tx.purchase.findUniqueOrThrow({ where: { id: purchaseId }, select: fields });
}
