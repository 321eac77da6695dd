import type Stripe from "stripe";
import { type MethodType, newPaymentMethod } from "@/lib/sandbox/stripe/objects/payment-method";
import { ApiError, invalid, missing } from "@/lib/sandbox/stripe/wire/api-error";
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

/** A method that this customer may pay with. Throws ApiError. */
export function requireUsableMethod(world: World, id: string, customer: string | null): Stripe.PaymentMethod {
  const method = requireMethod(world, id);
  rejectDetached(world, method);
  if (method.customer && method.customer !== customer) {
    const message = "The payment method belongs to another customer; pass that customer too.";
    throw invalid(message, "payment_method");
  }
  return method;
}

function rejectDetached(world: World, method: Stripe.PaymentMethod): void {
  if (!world.store.detachedMethods.has(method.id)) return;
  const message = "The provided PaymentMethod was detached from a Customer. It may not be used again.";
  throw new ApiError(400, message, { param: "payment_method" });
}

/** Attaches a method to a customer. A card that always declines can be attached, as at Stripe. */
export function attachMethod(world: World, method: Stripe.PaymentMethod, customer: string): void {
  if (method.customer === customer) return;
  rejectDetached(world, method);
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

/** Detaches a method from its customer, whose default it no longer is. It cannot be used again. */
export function detachMethod(world: World, method: Stripe.PaymentMethod): void {
  const previous = { customer: method.customer };
  const owner = typeof method.customer === "string" ? world.store.customers.get(method.customer) : undefined;
  method.customer = null;
  world.store.detachedMethods.set(method.id, true);
  world.emit("payment_method.detached", method, previous);
  if (owner?.invoice_settings.default_payment_method === method.id) setDefaultMethod(world, owner, null);
}

/** Makes a method the customer's default; null for none. No effect if it is already. */
export function setDefaultMethod(world: World, customer: Stripe.Customer, id: string | null): void {
  const settings = customer.invoice_settings;
  const previous = { invoice_settings: { default_payment_method: settings.default_payment_method } };
  if (settings.default_payment_method === id) return;
  settings.default_payment_method = id;
  world.emit("customer.updated", customer, previous);
}
