import type Stripe from "stripe";
import { newSetupIntent } from "@/lib/sandbox/stripe/objects/setup-intent";
import {
  authenticationFailed,
  type Decline,
  declineOf,
  wantsAuthentication,
} from "@/lib/sandbox/stripe/wire/cards";
import type { World } from "@/lib/sandbox/stripe/world";
import { attachMethod } from "./payment-method";

export type SetupAttempt = {
  readonly isAuthenticated: boolean;
  /** Page where the payer authenticates. */
  readonly bankUrl: string;
};
export type SetupResult =
  | { readonly kind: "done" }
  | { readonly kind: "authenticate" }
  | { readonly kind: "declined"; readonly message: string };

/** An intent to save a card without charging it. */
export function openSetup(
  world: World,
  given: { customer: string | null; description?: string | null; metadata?: Stripe.Metadata },
): Stripe.SetupIntent {
  const intent = newSetupIntent(given);
  world.store.setupIntents.set(intent.id, intent);
  world.emit("setup_intent.created", intent);
  return intent;
}

/** Verifies a card and attaches it to the intent's customer, if there is one. */
export function attemptSetup(
  world: World,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  attempt: SetupAttempt,
): SetupResult {
  const behavior = world.store.cards.get(method.id)?.behavior ?? "pays";
  const decline = behavior === "decline_after_attach" ? null : declineOf(behavior);
  if (decline) return failSetup(world, intent, method, decline);
  intent.payment_method = method.id;
  if (!attempt.isAuthenticated && wantsAuthentication(behavior, false)) {
    intent.status = "requires_action";
    intent.next_action = {
      type: "redirect_to_url",
      redirect_to_url: { return_url: null, url: attempt.bankUrl },
    };
    world.emit("setup_intent.requires_action", intent);
    return { kind: "authenticate" };
  }
  Object.assign(intent, { status: "succeeded", next_action: null, last_setup_error: null });
  if (typeof intent.customer === "string") attachMethod(world, method, intent.customer);
  world.emit("setup_intent.succeeded", intent);
  return { kind: "done" };
}

/** The payer failed the bank's authentication of a card to be saved. */
export function failSetupAuthentication(
  world: World,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
): SetupResult {
  const decline = authenticationFailed("setup_intent_authentication_failure");
  return failSetup(world, intent, method, decline);
}

function failSetup(
  world: World,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
): SetupResult {
  Object.assign(intent, {
    status: "requires_payment_method",
    payment_method: null,
    next_action: null,
    last_setup_error: {
      code: decline.code,
      decline_code: decline.declineCode,
      message: decline.message,
      payment_method: structuredClone(method),
      type: "card_error",
    },
  } satisfies Partial<Stripe.SetupIntent>);
  world.emit("setup_intent.setup_failed", intent);
  return { kind: "declined", message: decline.message };
}

/** Ends an intent whose session has expired. */
export function cancelSetup(world: World, intent: Stripe.SetupIntent): void {
  if (intent.status === "succeeded" || intent.status === "canceled") return;
  Object.assign(intent, { status: "canceled", next_action: null } satisfies Partial<Stripe.SetupIntent>);
  world.emit("setup_intent.canceled", intent);
}
