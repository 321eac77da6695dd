import type Stripe from "stripe";
import { newBalanceTransaction } from "@/lib/sandbox/stripe/objects/balance-transaction";
import { newRefund } from "@/lib/sandbox/stripe/objects/refund";
import { ApiError, invalid } from "@/lib/sandbox/stripe/wire/api-error";
import type { World } from "@/lib/sandbox/stripe/world";

/** Refunds a paid charge, at most its unrefunded amount. Throws ApiError. */
export function refundCharge(
  world: World,
  charge: Stripe.Charge,
  given: { amount: number | null; reason: string | null; metadata: Stripe.Metadata },
): Stripe.Refund {
  const left = charge.amount_captured - charge.amount_refunded;
  if (!charge.paid)
    throw new ApiError(400, "This charge was not paid and cannot be refunded.", {
      code: "charge_not_refundable",
    });
  if (left === 0) {
    throw new ApiError(400, `Charge ${charge.id} has already been refunded.`, {
      code: "charge_already_refunded",
    });
  }
  const amount = given.amount ?? left;
  if (amount < 1)
    throw invalid("This value must be greater than or equal to 1.", "amount", "parameter_invalid_integer");
  if (amount > left) {
    throw invalid(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      "amount",
      "amount_too_large",
    );
  }
  const refund = newRefund(charge, { amount, reason: given.reason, metadata: given.metadata });
  const entry = newBalanceTransaction({
    amount: -amount,
    fee: 0,
    currency: charge.currency,
    source: refund.id,
    type: "refund",
  });
  world.store.transactions.set(entry.id, entry);
  refund.balance_transaction = entry.id;
  world.store.refunds.set(refund.id, refund);
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
  world.emit("refund.created", refund);
  world.emit("charge.refunded", charge, previous);
  world.emit("refund.updated", refund, { balance_transaction: null });
  return refund;
}
