import type Stripe from "stripe";
import type { JsonObject } from "@/lib/sandbox/http/json";
import { attemptCharge, cancelIntent } from "@/lib/sandbox/stripe/flows/charge";
import { requireUsableMethod } from "@/lib/sandbox/stripe/flows/payment-method";
import { newPaymentIntent } from "@/lib/sandbox/stripe/objects/payment-intent";
import { intentParams, listParams } from "@/lib/sandbox/stripe/params/tables";
import { ApiError, declined, invalid, missing, required } from "@/lib/sandbox/stripe/wire/api-error";
import { listPage } from "@/lib/sandbox/stripe/wire/list";
import { hash, integer, mergedMetadata, text } from "@/lib/sandbox/stripe/wire/read";
import type { World } from "@/lib/sandbox/stripe/world";
import type { Call, Route } from "./call";
import { requireCustomer } from "./customers";

export function requireIntent(world: World, id: string, param = "intent"): Stripe.PaymentIntent {
  const intent = world.store.intents.get(id);
  if (!intent) throw missing("payment_intent", id, param);
  return intent;
}

function create({ world, params }: Call): object {
  const given = params(intentParams.create, ["amount", "currency"]);
  const amount = integer(given, "amount") ?? 0;
  if (amount < 50) {
    const message = "Amount must be no less than $0.50 usd";
    throw invalid(message, "amount", "amount_too_small");
  }
  const customer = text(given, "customer");
  if (customer) requireCustomer(world, customer, "customer");
  const token = text(given, "payment_method");
  const method = token ? requireUsableMethod(world, token, customer) : null;
  if (isOffSession(given) && given.confirm !== true)
    throw invalid("The off_session parameter can only be passed with confirm=true.", "off_session");
  const cardOptions = hash(hash(given, "payment_method_options"), "card");
  const intent = newPaymentIntent({
    amount,
    currency: text(given, "currency") ?? "usd",
    customer,
    description: text(given, "description"),
    metadata: mergedMetadata({}, given),
    receiptEmail: text(given, "receipt_email"),
    setupFutureUsage: text(given, "setup_future_usage"),
    cardFutureUsage: text(cardOptions, "setup_future_usage"),
  });
  if (method) {
    intent.payment_method = method.id;
    intent.status = "requires_confirmation";
  }
  world.store.intents.set(intent.id, intent);
  world.emit("payment_intent.created", intent);
  return given.confirm === true ? confirmWith(world, intent, given) : intent;
}

function confirm({ world, id, params }: Call): object {
  const intent = requireIntent(world, id);
  return confirmWith(world, intent, params(intentParams.confirm));
}

function confirmWith(world: World, intent: Stripe.PaymentIntent, given: JsonObject): object {
  if (intent.status === "succeeded" || intent.status === "canceled") throw unexpected(intent, "confirm");
  const token =
    text(given, "payment_method") ??
    (typeof intent.payment_method === "string" ? intent.payment_method : null);
  if (!token) throw required("payment_method");
  const customer = typeof intent.customer === "string" ? intent.customer : null;
  const method = requireUsableMethod(world, token, customer);
  const attempt = { isAuthenticated: false, isOffSession: isOffSession(given) };
  const result = attemptCharge(world, intent, method, attempt);
  if (result.kind === "declined") throw declined(result.decline, intent, method);
  if (result.kind === "authenticate") {
    const url = `${world.origin}/auth/${intent.id}`;
    intent.status = "requires_action";
    intent.next_action = {
      type: "redirect_to_url",
      redirect_to_url: { return_url: text(given, "return_url"), url },
    };
    world.emit("payment_intent.requires_action", intent);
  }
  return intent;
}

/** On the wire, booleans in loosely typed parameters are still text. */
function isOffSession(given: JsonObject): boolean {
  return given.off_session === "true" || given.off_session === true;
}

function update({ world, id, params }: Call): object {
  const intent = requireIntent(world, id);
  const given = params(intentParams.update);
  if ("metadata" in given) intent.metadata = mergedMetadata(intent.metadata, given);
  if ("description" in given) intent.description = text(given, "description");
  const amount = integer(given, "amount");
  if (amount === null) return intent;
  if (intent.status === "succeeded" || intent.status === "canceled") throw unexpected(intent, "update");
  intent.amount = amount;
  return intent;
}

function cancel({ world, id, params }: Call): object {
  const intent = requireIntent(world, id);
  const given = params(intentParams.cancel);
  if (intent.status === "succeeded" || intent.status === "canceled" || intent.status === "processing") {
    throw unexpected(intent, "cancel");
  }
  cancelIntent(world, intent, text(given, "cancellation_reason"));
  return intent;
}

function unexpected(intent: Stripe.PaymentIntent, verb: string): ApiError {
  return new ApiError(
    400,
    `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}.`,
    {
      code: "payment_intent_unexpected_state",
      paymentIntent: structuredClone(intent),
    },
  );
}

function list({ world, path, params }: Call): object {
  const given = params(listParams.intents);
  const customer = text(given, "customer");
  const rows = [...world.store.intents.values()].filter(
    (intent) => !customer || intent.customer === customer,
  );
  return listPage(rows, given, path);
}

export const paymentIntentRoutes: readonly Route[] = [
  { method: "POST", path: "/v1/payment_intents", run: create },
  { method: "GET", path: "/v1/payment_intents", run: list },
  { method: "GET", path: "/v1/payment_intents/:id", run: ({ world, id }) => requireIntent(world, id) },
  { method: "POST", path: "/v1/payment_intents/:id", run: update },
  { method: "POST", path: "/v1/payment_intents/:id/confirm", run: confirm },
  { method: "POST", path: "/v1/payment_intents/:id/cancel", run: cancel },
];
