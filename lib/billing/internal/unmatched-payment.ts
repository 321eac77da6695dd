import "server-only";
import { log } from "@/lib/config/log";
import type { Tx } from "@/lib/db/client";
import type { BillingEvent } from "../rules/billing-events";
import type { RefundError } from "../rules/refund-error";
import type { UnmatchedReason } from "../rules/unmatched-reason";

export type Paid = Extract<BillingEvent, { kind: "paid" }>;

/**
 * Records a successful payment that no purchase can take, once per payment. A payment of a deleted account is refunded
 * by itself; all others are held until an operator decides. A payment without an intent cannot be refunded from here
 * and is only logged. Returns whether it is new.
 */
export async function recordUnmatched(
  tx: Tx,
  paid: Paid,
  found: { readonly reason: UnmatchedReason; readonly workspaceId: string | null },
): Promise<boolean> {
  const { paymentIntentId } = paid.ref;
  const isIntent = paymentIntentId?.startsWith("pi_") ?? false;
  const { count } = isIntent
    ? await tx.unmatchedPayment.createMany({
        data: [
          {
            paymentIntentId: paymentIntentId ?? "",
            workspaceId: found.workspaceId,
            amountCents: paid.amountCents,
            currency: paid.currency.slice(0, 8),
            reason: found.reason,
            state: found.reason === "deleted_account" ? "refunding" : "held",
            paidAt: paid.paidAt ?? new Date(),
          },
        ],
        skipDuplicates: true,
      })
    : { count: 0 };
  // It comes again with every event of the payment and with every comparison.
  const isNew = count > 0;
  if (isNew || !isIntent)
    log().error({ event: "unmatched_payment", stripeObjectId: paymentIntentId, reason: found.reason });
  return isNew;
}

/** A payment that its purchase has taken after all needs no decision anymore. */
export async function forgetHeld(
  tx: Tx,
  { ref: { paymentIntentId } }: Paid,
  workspaceId: string,
): Promise<void> {
  if (!paymentIntentId) return;
  await tx.unmatchedPayment.deleteMany({ where: { paymentIntentId, workspaceId, state: "held" } });
}

type FailedRefund = { readonly paymentIntentId: string; readonly refundId: string };

/** The refund of a billing event that says that a refund failed; null for every other. */
export function failedRefundOf(billingEvent: BillingEvent | null): FailedRefund | null {
  if (billingEvent?.kind !== "refund" || billingEvent.status !== "failed") return null;
  const { paymentIntentId } = billingEvent.ref;
  return paymentIntentId ? { paymentIntentId, refundId: billingEvent.refundId } : null;
}

/**
 * Puts a payment whose refund failed after it was made back to review: the money is here again. A refund whose response
 * has not arrived yet is only noted, and the response finds the note. Other payments, and decisions that were made since,
 * stay as they are; so it may be repeated.
 */
export async function reopenRefunded(tx: Tx, { paymentIntentId, refundId }: FailedRefund): Promise<void> {
  const error: RefundError = "refund_failed";
  // One statement, so that a response that is recorded at the same time comes before it or after it.
  const rows = await tx.$queryRaw<{ state: string }[]>`
    update unmatched_payments
       set failed_refund_id = ${refundId},
           state = case when state = 'refunded' then 'held' else state end,
           refund_id = case when state = 'refunded' then null else refund_id end,
           closed_at = case when state = 'refunded' then null else closed_at end,
           error = case when state = 'refunded' then ${error} else error end
     where payment_intent_id = ${paymentIntentId}
       and (state = 'refunding' or (state = 'refunded' and coalesce(refund_id = ${refundId}, true)))
    returning state`;
  if (rows[0]?.state === "held")
    log().error({ event: "refund_failed", stripeObjectId: paymentIntentId, reason: error });
}

/**
 * The workspace of a payment that no purchase knows, when it is this product's: its metadata names the product, or one of
 * the product's customers paid. Null for payments of anything else in the same Stripe account.
 */
export async function ownerOfUnknown(
  tx: Tx,
  paid: Paid,
): Promise<{ readonly workspaceId: string | null } | null> {
  const { customerId, isNamed } = paid.payer;
  const customer = customerId
    ? await tx.stripeCustomer.findUnique({ where: { customerId }, select: { workspaceId: true } })
    : null;
  return customer || isNamed ? { workspaceId: customer?.workspaceId ?? null } : null;
}
