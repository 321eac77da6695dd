import type Stripe from "stripe";
import { newBalanceTransaction, processingFee } from "@/lib/sandbox/stripe/objects/balance-transaction";
import { nowSeconds } from "@/lib/sandbox/stripe/objects/id";
import { newCharge } from "@/lib/sandbox/stripe/objects/charge";
import {
  authenticationFailed,
  type Decline,
  declineOf,
  wantsAuthentication,
} from "@/lib/sandbox/stripe/wire/cards";
import type { World } from "@/lib/sandbox/stripe/world";
import { attachMethod } from "./payment-method";

export type Attempt = { readonly isAuthenticated: boolean; readonly isOffSession: boolean };
export type AttemptResult =
  | { readonly kind: "paid"; readonly charge: Stripe.Charge }
  | { readonly kind: "declined"; readonly decline: Decline }
  | { readonly kind: "authenticate" };

/** Attempts to charge an intent. Updates the intent, records the charge and emits the resulting events. */
export function attemptCharge(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  attempt: Attempt,
): AttemptResult {
  const behavior = world.store.cards.get(method.id)?.behavior ?? "pays";
  intent.payment_method = method.id;
  const needsPayer = !attempt.isAuthenticated && wantsAuthentication(behavior, attempt.isOffSession);
  if (needsPayer && !attempt.isOffSession) return { kind: "authenticate" };
  const decline = needsPayer ? authenticationRequired : declineOf(behavior);
  if (decline) {
    failPayment(world, intent, method, decline);
    return { kind: "declined", decline };
  }
  const charge = newCharge(intent, method, {
    decline: null,
    origin: world.origin,
    authenticated: attempt.isAuthenticated,
  });
  world.store.charges.set(charge.id, charge);
  saveForLater(world, intent, method);
  Object.assign(intent, {
    status: "succeeded",
    amount_received: intent.amount,
    latest_charge: charge.id,
    next_action: null,
    processing: null,
    last_payment_error: null,
  } satisfies Partial<Stripe.PaymentIntent>);
  world.emit("charge.succeeded", charge);
  world.emit("payment_intent.succeeded", intent);
  // Capture is asynchronous by default: Stripe's fee is only known later.
  world.later("update_charge", charge.id, { ms: world.delays.feeMs });
  if (behavior === "dispute") world.later("dispute_charge", charge.id, { ms: world.delays.settleMs });
  return { kind: "paid", charge };
}

/** A card paid with an intent that is set up for future use belongs to the customer from then on. */
function saveForLater(world: World, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  const usage =
    intent.setup_future_usage ?? intent.payment_method_options?.card?.setup_future_usage ?? "none";
  if (usage === "none" || method.type !== "card" || typeof intent.customer !== "string") return;
  attachMethod(world, method, intent.customer);
}

const authenticationRequired: Decline = {
  code: "authentication_required",
  declineCode: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
};

/** Records that an intent's payment failed, with a failed charge if a bank was involved. */
export function failPayment(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
): void {
  const charge = newCharge(intent, method, { decline, origin: world.origin, authenticated: false });
  world.store.charges.set(charge.id, charge);
  Object.assign(intent, {
    status: "requires_payment_method",
    latest_charge: charge.id,
    next_action: null,
    processing: null,
    payment_method: null,
    last_payment_error: {
      charge: charge.id,
      code: decline.code,
      decline_code: decline.declineCode,
      message: decline.message,
      payment_method: structuredClone(method),
      type: "card_error",
    },
  } satisfies Partial<Stripe.PaymentIntent>);
  world.emit("charge.failed", charge);
  world.emit("payment_intent.payment_failed", intent);
}

/** Adds the charge's balance transaction once its fee is known. */
export function updateCharge(world: World, chargeId: string): void {
  const charge = world.store.charges.get(chargeId);
  if (!charge || charge.balance_transaction) return;
  const { amount, currency, id } = charge;
  const entry = newBalanceTransaction({
    amount,
    fee: processingFee(amount),
    currency,
    source: id,
    type: charge.payment_method_details?.type === "card" ? "charge" : "payment",
  });
  world.store.transactions.set(entry.id, entry);
  charge.balance_transaction = entry.id;
  world.emit("charge.updated", charge, { balance_transaction: null });
}

/** The payer failed the bank's authentication, or gave up. */
export function failAuthentication(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): void {
  failPayment(world, intent, method, authenticationFailed("payment_intent_authentication_failure"));
}

/** Ends an intent that is neither paid nor processing. */
export function cancelIntent(world: World, intent: Stripe.PaymentIntent, reason: string | null): void {
  Object.assign(intent, {
    status: "canceled",
    canceled_at: nowSeconds(),
    cancellation_reason: reason,
    next_action: null,
  } satisfies Partial<Stripe.PaymentIntent>);
  world.emit("payment_intent.canceled", intent);
}
