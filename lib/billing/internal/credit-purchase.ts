import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { Tx } from "@/lib/db/client";
import { assert, present } from "@/lib/kernel/assert";
import { formatDollars, nanosPerCent } from "@/lib/kernel/money";
import { purchaseHref } from "@/lib/kernel/paths";
import { postTransfer } from "@/lib/ledger/post-transfer";
import { transferNumber } from "@/lib/ledger/transfer-number";
import { queueMail } from "@/lib/mail/queue-mail";
import { receiptMail } from "../rules/receipt-mail";
import type { PurchaseRow } from "./purchase-row";
import { reverseAfterCredit } from "./reverse-purchase";

type PaidPurchase = PurchaseRow & {
  /** Paid on top of the total. */
  readonly taxCents: number;
};

/**
 * Credits a paid purchase: the stored credits to the wallet and the stored fee to the fee account, both from the Stripe
 * clearing account, which moves by exactly the amount paid without tax. The keys name the purchase: a second call could not credit
 * twice even if it got past the state check.
 */
export async function creditPurchase(tx: Tx, purchase: PaidPurchase, source: string): Promise<void> {
  const { id, workspaceId, userId } = purchase;
  const from = "stripe_clearing" as const;
  const credited = await postTransfer(tx, {
    workspaceId,
    from,
    to: "wallet",
    amountNanos: purchase.creditsNanos,
    code: "purchase",
    idempotencyKey: creditKey(purchase),
    reason: `${isAutomatic(purchase) ? "Auto top-up" : "Purchase"} of ${formatDollars(purchase.creditsNanos)}`,
    actorUserId: userId,
    purchased: true,
  });
  assert(credited.ok, "a purchase is credited with the amount it was credited with before");
  if (purchase.feeNanos > 0n) {
    const fee = await postTransfer(tx, {
      workspaceId,
      from,
      to: "purchase_fees",
      amountNanos: purchase.feeNanos,
      code: "purchase_fee",
      idempotencyKey: `purchase_fee:${id}`,
      reason: `Service fee on a purchase of ${formatDollars(purchase.creditsNanos)}`,
      actorUserId: userId,
    });
    assert(fee.ok, "a purchase has the fee it had before");
  }
  await tx.purchase.update({
    where: { id, workspaceId },
    data: { state: "credited", creditedAt: new Date(), failureCode: null, taxCents: purchase.taxCents },
    select: { id: true },
  });
  // A refund or a dispute may have arrived before the payment.
  await reverseAfterCredit(tx, purchase, source);
  // Last, because it keeps a lock on the buyer's address.
  await notifyBuyer(tx, purchase);
}

async function notifyBuyer(tx: Tx, purchase: PaidPurchase): Promise<void> {
  const buyer = await tx.user.findUnique({ where: { id: purchase.userId }, select: { email: true } });
  if (!buyer?.email) return;
  const context = {
    product: product.name,
    recipient: buyer.email,
    purchaseUrl: `${env().appUrl}${purchaseHref(purchase.id)}`,
    paidAt: new Date(),
  };
  const { invoiceNumber: number, invoiceUrl: url } = purchase;
  const invoice = number !== null && url !== null ? { number, url } : null;
  const taxNanos = BigInt(purchase.taxCents) * nanosPerCent;
  const found = await transferNumber(tx, purchase.workspaceId, creditKey(purchase));
  const receiptNumber = present(found, "number of the credit");
  const facts = { ...purchase, receiptNumber, isAutomatic: isAutomatic(purchase), taxNanos, invoice };
  await queueMail(tx, receiptMail(facts, context));
}

/** Names the transfer that credits a purchase. */
function creditKey({ id }: PurchaseRow): string {
  return `purchase:${id}`;
}

function isAutomatic({ origin }: PurchaseRow): boolean {
  return origin === "auto_top_up";
}
