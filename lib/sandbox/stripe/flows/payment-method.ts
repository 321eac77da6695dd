import type Stripe from "stripe";
import { type MethodType, newPaymentMethod } from "@/lib/sandbox/stripe/objects/payment-method";
import { ApiError, missing } from "@/lib/sandbox/stripe/wire/api-error";
import { type Card, cardByToken } from "@/lib/sandbox/stripe/wire/cards";
import type { World } from "@/lib/sandbox/stripe/world";

/** Adds a payment method to the store, together with its card's behavior. */
export function addMethod(
  world: World,
  given: { type: MethodType; card: Card | null; email: string | null },
): Stripe.PaymentMethod {
  const method = newPaymentMethod(given);
  world.store.methods.set(method.id, method);
  if (given.card) world.store.cards.set(method.id, given.card);
  return method;
}

/** The method with an id, or a new one for a test token such as `pm_card_visa`. Throws ApiError. */
export function requireMethod(world: World, id: string): Stripe.PaymentMethod {
  const found = world.store.methods.get(id);
  if (found) return found;
  const card = cardByToken(id);
  if (!card) throw missing("PaymentMethod", id, "payment_method");
  return addMethod(world, { type: "card", card, email: null });
}

/** Attaches a method to a customer. A card that always declines can be attached, as at Stripe. */
export function attachMethod(world: World, method: Stripe.PaymentMethod, customer: string): void {
  if (method.customer === customer) return;
  const behavior = world.store.cards.get(method.id)?.behavior;
  if (behavior === "generic_decline" || behavior === "insufficient_funds" || behavior === "expired_card") {
    throw new ApiError(402, "Your card was declined.", {
      type: "card_error",
      code: "card_declined",
      declineCode: behavior,
    });
  }
  method.customer = customer;
  world.emit("payment_method.attached", method);
}
