import type Stripe from "stripe";
import { newSetupIntent } from "@/lib/sandbox/stripe/objects/setup-intent";
import { declineOf } from "@/lib/sandbox/stripe/wire/cards";
import type { World } from "@/lib/sandbox/stripe/world";
import { attachMethod } from "./payment-method";

/** Saves a card through a session in `setup` mode, without charging it. */
export function completeSetup(
  world: World,
  session: Stripe.Checkout.Session,
  method: Stripe.PaymentMethod,
): { kind: "done" } | { kind: "declined"; message: string } {
  const behavior = world.store.cards.get(method.id)?.behavior ?? "pays";
  const decline = behavior === "decline_after_attach" ? null : declineOf(behavior);
  if (decline) return { kind: "declined", message: decline.message };
  const customer = typeof session.customer === "string" ? session.customer : null;
  const intent = newSetupIntent({ customer });
  intent.payment_method = method.id;
  intent.status = "succeeded";
  world.store.setupIntents.set(intent.id, intent);
  if (customer) attachMethod(world, method, customer);
  world.emit("setup_intent.succeeded", intent);
  session.setup_intent = intent.id;
  session.status = "complete";
  session.url = null;
  world.emit("checkout.session.completed", session);
  return { kind: "done" };
}
