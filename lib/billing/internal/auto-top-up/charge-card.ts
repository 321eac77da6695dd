import "server-only";
import Stripe from "stripe";
import { log } from "@/lib/config/log";
import { listPages } from "../list-pages";
import { stripe, stripeErrorFacts } from "../stripe-client";
import { type Attempt, callLimits } from "./attempt";

/** What Stripe says about an attempt. Only `intent` and `refused` are certain. */
export type Finding =
  | { readonly kind: "intent"; readonly intent: Stripe.PaymentIntent }
  /** Stripe made no payment: the request itself was wrong, usually because the card is gone. */
  | { readonly kind: "refused"; readonly code: string }
  /** Stripe has no payment of this attempt (yet). */
  | { readonly kind: "none" }
  | { readonly kind: "unknown" };

/**
 * Charges the saved card. Everything that is sent is a stored column or a constant, so that a repetition is the same
 * request under the same key, and Stripe answers it with the first result.
 */
export async function chargeCard(attempt: Attempt): Promise<Finding> {
  try {
    const intent = await stripe().paymentIntents.create(
      {
        amount: attempt.totalCents,
        currency: "usd",
        customer: attempt.customerId,
        payment_method: attempt.paymentMethodId,
        allowed_payment_method_types: ["card"],
        off_session: true,
        confirm: true,
        description: attempt.description,
        metadata: { purchase_id: attempt.purchaseId, workspace_id: attempt.workspaceId },
        expand: ["latest_charge"],
      },
      { idempotencyKey: attempt.idempotencyKey, ...callLimits },
    );
    return { kind: "intent", intent };
  } catch (error) {
    return findingOf(attempt, error);
  }
}

function findingOf(attempt: Attempt, error: unknown): Finding {
  const line = { event: "auto_top_up_not_charged", purchase: attempt.purchaseId, ...stripeErrorFacts(error) };
  if (error instanceof Stripe.errors.StripeCardError) {
    log().info(line);
    const intent = error.payment_intent;
    if (intent) return { kind: "intent", intent };
    return { kind: "refused", code: error.decline_code ?? error.code ?? "declined" };
  }
  log().warn(line);
  // Not a subclass of it: an idempotency error says nothing about the first request.
  if (error instanceof Stripe.errors.StripeInvalidRequestError) {
    const isCard = error.param === "payment_method" || error.param === "customer";
    return { kind: "refused", code: isCard ? "card_removed" : "invalid_request" };
  }
  return { kind: "unknown" };
}

/** Far more payments than a customer has after the one of an attempt in flight. */
const pagesMax = 10;

/**
 * Looks for the payment of an attempt among those of the customer, newest first, by the purchase's id in its metadata.
 * Without a filter by time: a clock that jumped must not hide it.
 */
export async function findPayment(attempt: Attempt): Promise<Finding> {
  try {
    let found: Stripe.PaymentIntent | undefined;
    const { customerId: customer, purchaseId } = attempt;
    const { isComplete } = await listPages(
      pagesMax,
      (page) =>
        stripe().paymentIntents.list({ customer, expand: ["data.latest_charge"], ...page }, callLimits),
      (intents) => {
        found = intents.find(({ metadata }) => metadata["purchase_id"] === purchaseId);
        return found ? "enough" : undefined;
      },
    );
    if (found) return { kind: "intent", intent: found };
    return { kind: isComplete ? "none" : "unknown" };
  } catch (error) {
    log().warn({ event: "auto_top_up_not_found", purchase: attempt.purchaseId, ...stripeErrorFacts(error) });
    return { kind: "unknown" };
  }
}

/**
 * Ends a payment that waits for someone who is not there, so that it cannot be charged later. What Stripe says
 * afterwards counts: it may have succeeded in the meantime.
 */
export async function cancelPayment(attempt: Attempt, intent: Stripe.PaymentIntent): Promise<Finding> {
  try {
    return { kind: "intent", intent: await stripe().paymentIntents.cancel(intent.id, {}, callLimits) };
  } catch (error) {
    log().warn({
      event: "auto_top_up_not_canceled",
      purchase: attempt.purchaseId,
      ...stripeErrorFacts(error),
    });
    return { kind: "unknown" };
  }
}
