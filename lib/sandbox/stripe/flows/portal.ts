import type Stripe from "stripe";
import type { Card } from "@/lib/sandbox/stripe/wire/cards";
import type { World } from "@/lib/sandbox/stripe/world";
import { addMethod, setDefaultMethod } from "./payment-method";
import { attemptSetup, failSetupAuthentication, openSetup, type SetupResult } from "./setup";

type Session = Stripe.BillingPortal.Session;

/** Cards saved for a customer, the newest first. */
export function savedCards({ store }: World, customer: string): Stripe.PaymentMethod[] {
  return [...store.methods.values()].filter((method) => method.customer === customer).reverse();
}

/** The customer adds a card, which the bank may want to see confirmed first. */
export function addCard(
  world: World,
  session: Session,
  given: { customer: Stripe.Customer; card: Card; isDefault: boolean },
): SetupResult {
  const { customer, card, isDefault } = given;
  const method = addMethod(world, { type: "card", card, email: customer.email });
  const intent = openSetup(world, { customer: customer.id });
  const bankUrl = `${world.origin}/p/auth/${session.id}`;
  const result = attemptSetup(world, intent, method, { isAuthenticated: false, bankUrl });
  if (result.kind === "authenticate") {
    const waiting = { methodId: method.id, setupId: intent.id, isDefault };
    world.store.portalWaiting.set(session.id, waiting);
  }
  if (result.kind === "done" && isDefault) setDefaultMethod(world, customer, method.id);
  return result;
}

/** The customer completes or fails the bank's authentication of a new card. No effect if none is waiting. */
export function authenticateCard(
  world: World,
  session: Session,
  given: { customer: Stripe.Customer; isConfirmed: boolean },
): SetupResult {
  const { store } = world;
  const waiting = store.portalWaiting.get(session.id);
  store.portalWaiting.delete(session.id);
  const method = waiting && store.methods.get(waiting.methodId);
  const intent = waiting && store.setupIntents.get(waiting.setupId);
  if (!method || !intent) return { kind: "done" };
  if (!given.isConfirmed) return failSetupAuthentication(world, intent, method);
  const result = attemptSetup(world, intent, method, { isAuthenticated: true, bankUrl: session.url });
  if (result.kind === "done" && waiting.isDefault) setDefaultMethod(world, given.customer, method.id);
  return result;
}
