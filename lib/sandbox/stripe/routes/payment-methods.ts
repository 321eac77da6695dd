import type Stripe from "stripe";
import { attachMethod, requireMethod } from "@/lib/sandbox/stripe/flows/payment-method";
import { newSetupIntent } from "@/lib/sandbox/stripe/objects/setup-intent";
import { attachParams, listParams, setupIntentParams } from "@/lib/sandbox/stripe/params/tables";
import { ApiError, missing, required } from "@/lib/sandbox/stripe/wire/api-error";
import { listPage } from "@/lib/sandbox/stripe/wire/list";
import { mergedMetadata, text } from "@/lib/sandbox/stripe/wire/read";
import type { Call, Route } from "./call";
import { requireCustomer } from "./customers";

function attach({ world, id, params }: Call): object {
  const customer = text(params(attachParams, ["customer"]), "customer");
  if (!customer) throw required("customer");
  requireCustomer(world, customer, "customer");
  const method = requireMethod(world, id);
  attachMethod(world, method, customer);
  return method;
}

function detach({ world, id }: Call): object {
  const method = requireMethod(world, id);
  if (!method.customer) {
    throw new ApiError(
      400,
      "The payment method you provided is not attached to a customer so detachment is impossible.",
    );
  }
  const previous = { customer: method.customer };
  for (const customer of world.store.customers.values()) {
    if (customer.invoice_settings.default_payment_method === method.id)
      customer.invoice_settings.default_payment_method = null;
  }
  method.customer = null;
  world.emit("payment_method.detached", method, previous);
  return method;
}

function list({ world, path, params }: Call, owner: string | null): object {
  const given = params(listParams.methods);
  const customer = owner ?? text(given, "customer");
  const type = text(given, "type");
  if (customer) requireCustomer(world, customer, "customer");
  const rows = [...world.store.methods.values()].filter(
    (method) =>
      method.customer !== null &&
      (!customer || method.customer === customer) &&
      (!type || method.type === type),
  );
  return listPage(rows, given, path);
}

function createSetupIntent({ world, params }: Call): object {
  const given = params(setupIntentParams);
  const customer = text(given, "customer");
  if (customer) requireCustomer(world, customer, "customer");
  const intent: Stripe.SetupIntent = newSetupIntent({
    customer,
    description: text(given, "description"),
    metadata: mergedMetadata({}, given),
  });
  world.store.setupIntents.set(intent.id, intent);
  world.emit("setup_intent.created", intent);
  const token = text(given, "payment_method");
  if (!token) return intent;
  const method = requireMethod(world, token);
  intent.payment_method = method.id;
  intent.status = "requires_confirmation";
  if (given.confirm !== true) return intent;
  if (customer) attachMethod(world, method, customer);
  intent.status = "succeeded";
  world.emit("setup_intent.succeeded", intent);
  return intent;
}

export const paymentMethodRoutes: readonly Route[] = [
  { method: "GET", path: "/v1/payment_methods", run: (call) => list(call, null) },
  { method: "GET", path: "/v1/customers/:id/payment_methods", run: (call) => list(call, call.id) },
  { method: "GET", path: "/v1/payment_methods/:id", run: ({ world, id }) => requireMethod(world, id) },
  { method: "POST", path: "/v1/payment_methods/:id/attach", run: attach },
  { method: "POST", path: "/v1/payment_methods/:id/detach", run: detach },
  { method: "POST", path: "/v1/setup_intents", run: createSetupIntent },
  {
    method: "GET",
    path: "/v1/setup_intents/:id",
    run: ({ world, id }) => {
      const intent = world.store.setupIntents.get(id);
      if (!intent) throw missing("setupintent", id);
      return intent;
    },
  },
];
