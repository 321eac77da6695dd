import type Stripe from "stripe";
import { newBalanceTransaction } from "@/lib/sandbox/stripe/objects/balance-transaction";
import { newRefund } from "@/lib/sandbox/stripe/objects/refund";
import { ApiError, invalid } from "@/lib/sandbox/stripe/wire/api-error";
import type { World } from "@/lib/sandbox/stripe/world";

export type RefundRequest = {
  /** Cents; null for all that is left. */
  readonly amount: number | null;
  readonly reason: string | null;
  readonly metadata: Stripe.Metadata;
  /** Whether the refund starts as `pending` in any case. */
  readonly isPending: boolean;
};

/** Refunds a paid charge, at most its unrefunded amount. Throws ApiError. */
export function refundCharge(world: World, charge: Stripe.Charge, given: RefundRequest): Stripe.Refund {
  const amount = amountToRefund(charge, given.amount);
  const behavior = world.store.cards.get(charge.payment_method ?? "")?.behavior;
  const isPending = given.isPending || takePendingRefund(world) || behavior === "refund_pending";
  const refund = newRefund(charge, { ...given, amount, isPending });
  const isCard = charge.payment_method_details?.type === "card";
  refund.balance_transaction = move(world, refund, -amount, isCard ? "refund" : "payment_refund");
  world.store.refunds.set(refund.id, refund);
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
  world.emit("refund.created", refund);
  world.emit("charge.refunded", charge, previous);
  world.emit("refund.updated", refund, { balance_transaction: null });
  const { settleMs } = world.delays;
  if (behavior === "refund_pending") world.later("settle_refund", refund.id, { ms: settleMs });
  if (behavior === "refund_fail") world.later("fail_refund", refund.id, { ms: settleMs });
  return refund;
}

function amountToRefund(charge: Stripe.Charge, wanted: number | null): number {
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
  const amount = wanted ?? left;
  if (amount < 1)
    throw invalid("This value must be greater than or equal to 1.", "amount", "parameter_invalid_integer");
  if (amount > left) {
    throw invalid(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      "amount",
      "amount_too_large",
    );
  }
  return amount;
}

/** Counts down the refunds that a test wants to start as pending. */
function takePendingRefund({ store }: World): boolean {
  const left = store.settings.get("pending_refunds") ?? 0;
  if (left > 0) store.settings.set("pending_refunds", left - 1);
  return left > 0;
}

/** A pending refund succeeds. Throws ApiError if it is not pending. */
export function settleRefund(world: World, refund: Stripe.Refund): void {
  if (refund.status !== "pending") throw unexpected(refund, "settled");
  const previous = { status: refund.status, pending_reason: refund.pending_reason };
  refund.status = "succeeded";
  delete refund.pending_reason;
  world.emit("refund.updated", refund, previous);
  world.emit("charge.refund.updated", refund, previous);
}

/**
 * The payer's bank sends a refund back, maybe long after it succeeded: the money returns to the balance, and the charge
 * counts as not refunded by that amount. Throws ApiError if the refund has failed already.
 */
export function failRefund(world: World, refund: Stripe.Refund, reason: string): void {
  if (refund.status !== "pending" && refund.status !== "succeeded") throw unexpected(refund, "failed");
  const previous = { failure_balance_transaction: null, failure_reason: null, status: refund.status };
  refund.failure_balance_transaction = move(world, refund, refund.amount, "refund_failure");
  refund.failure_reason = reason;
  refund.status = "failed";
  delete refund.pending_reason;
  const charge = typeof refund.charge === "string" ? world.store.charges.get(refund.charge) : undefined;
  if (charge) {
    charge.amount_refunded -= refund.amount;
    charge.refunded = false;
  }
  world.emit("refund.failed", refund, previous);
  world.emit("refund.updated", refund, previous);
  world.emit("charge.refund.updated", refund, previous);
}

/** Moves money of a refund on the account's balance, and returns the id of the balance transaction. */
function move(
  world: World,
  refund: Stripe.Refund,
  amount: number,
  type: "refund" | "payment_refund" | "refund_failure",
): string {
  const { currency, id } = refund;
  const entry = newBalanceTransaction({ amount, fee: 0, currency, source: id, type });
  world.store.transactions.set(entry.id, entry);
  return entry.id;
}

function unexpected(refund: Stripe.Refund, verb: string): ApiError {
  return new ApiError(400, `A refund with a status of ${refund.status} cannot be ${verb}.`);
}
