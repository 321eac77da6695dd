import {
  attachMethod,
  detachMethod,
  requireMethod,
  requireUsableMethod,
} from "@/lib/sandbox/stripe/flows/payment-method";
import { attemptSetup, openSetup } from "@/lib/sandbox/stripe/flows/setup";
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
  detachMethod(world, method);
  return method;
}

function list({ world, path, params }: Call, owner: string | null): object {
  const given = params(listParams.methods);
  const customer = owner ?? text(given, "customer");
  const type = text(given, "type");
  const redisplay = text(given, "allow_redisplay");
  if (customer) requireCustomer(world, customer, "customer");
  const rows = [...world.store.methods.values()].filter(
    (method) =>
      method.customer !== null &&
      (!customer || method.customer === customer) &&
      (!type || method.type === type) &&
      (!redisplay || method.allow_redisplay === redisplay),
  );
  return listPage(rows, given, path);
}

function retrieveOwned({ world, id, sub }: Call): object {
  requireCustomer(world, id, "customer");
  const method = world.store.methods.get(sub);
  if (method?.customer !== id) throw missing("PaymentMethod", sub, "payment_method");
  return method;
}

function createSetupIntent({ world, params }: Call): object {
  const given = params(setupIntentParams);
  const customer = text(given, "customer");
  if (customer) requireCustomer(world, customer, "customer");
  const description = text(given, "description");
  const intent = openSetup(world, { customer, description, metadata: mergedMetadata({}, given) });
  const token = text(given, "payment_method");
  if (!token) return intent;
  const method = requireUsableMethod(world, token, customer);
  intent.payment_method = method.id;
  intent.status = "requires_confirmation";
  if (given.confirm !== true) return intent;
  // There is no page for a setup intent outside of Checkout, so the bank always agrees.
  const result = attemptSetup(world, intent, method, { isAuthenticated: true, bankUrl: world.origin });
  if (result.kind === "declined")
    throw new ApiError(402, result.message, { type: "card_error", code: "card_declined" });
  return intent;
}

export const paymentMethodRoutes: readonly Route[] = [
  { method: "GET", path: "/v1/payment_methods", run: (call) => list(call, null) },
  { method: "GET", path: "/v1/customers/:id/payment_methods", run: (call) => list(call, call.id) },
  { method: "GET", path: "/v1/customers/:id/payment_methods/:sub", run: retrieveOwned },
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
