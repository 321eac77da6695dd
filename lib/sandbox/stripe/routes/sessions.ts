import type Stripe from "stripe";
import { isObject, type JsonObject, listOf } from "@/lib/sandbox/http/json";
import { expireCheckout } from "@/lib/sandbox/stripe/flows/checkout";
import { openSetup } from "@/lib/sandbox/stripe/flows/setup";
import { newCheckoutSession } from "@/lib/sandbox/stripe/objects/checkout-session";
import { nowSeconds } from "@/lib/sandbox/stripe/objects/id";
import { newLineItem, type WireLineItem } from "@/lib/sandbox/stripe/objects/line-item";
import { sessionParams } from "@/lib/sandbox/stripe/params/session-table";
import { listParams } from "@/lib/sandbox/stripe/params/tables";
import { ApiError, invalid, missing, required } from "@/lib/sandbox/stripe/wire/api-error";
import { listPage, page } from "@/lib/sandbox/stripe/wire/list";
import { hash, integer, mergedMetadata, text, texts } from "@/lib/sandbox/stripe/wire/read";
import type { World } from "@/lib/sandbox/stripe/world";
import type { Call, Route } from "./call";
import { requireCustomer } from "./customers";
import { customerUpdateOf, sessionBillingOf } from "./session-billing";

const hour = 3_600;
const offeredTypes = ["card", "alipay", "crypto"] as const;

function requireSession(world: World, id: string): Stripe.Checkout.Session {
  const session = world.store.sessions.get(id);
  if (!session) throw missing("checkout.session", id);
  return session;
}

function create({ world, params }: Call): object {
  const given = params(sessionParams, ["mode"]);
  const mode = text(given, "mode");
  if (mode !== "payment" && mode !== "setup") {
    throw invalid(`Invalid mode: ${mode} must be one of payment, setup in this simulator`, "mode");
  }
  if (!text(given, "success_url")) throw required("success_url");
  const customer = text(given, "customer");
  const owner = customer ? requireCustomer(world, customer, "customer") : null;
  const email = text(given, "customer_email");
  if (customer && email)
    throw invalid("You may only specify one of these parameters: customer, customer_email.", "customer");
  const billing = sessionBillingOf({ params: given, customer: owner, mode });
  const isTaxed = billing.isTaxed && (owner?.tax_exempt ?? "none") === "none";
  const taxPercent = isTaxed ? (world.store.settings.get("tax_percent") ?? 0) : 0;
  const lineItems = mode === "payment" ? lineItemsOf(given, taxPercent) : [];
  const allowedTypes =
    "allowed_payment_method_types" in given ? texts(given, "allowed_payment_method_types") : null;
  const expiresAt = expiryOf(given);
  const cardOptions = hash(hash(given, "payment_method_options"), "card");
  const cardFutureUsage = text(cardOptions, "setup_future_usage");
  const session = newCheckoutSession({
    mode,
    origin: world.origin,
    amounts: mode === "payment" ? amountsOf(lineItems) : null,
    billing,
    currency: lineItems[0]?.currency ?? text(given, "currency"),
    customer,
    email,
    clientReferenceId: text(given, "client_reference_id"),
    metadata: mergedMetadata({}, given),
    successUrl: text(given, "success_url"),
    cancelUrl: text(given, "cancel_url"),
    expiresAt,
    types: typesOf(mode, allowedTypes, texts(given, "excluded_payment_method_types")),
    allowedTypes,
    customerCreation: text(given, "customer_creation"),
    locale: text(given, "locale"),
    submitType: text(given, "submit_type"),
    cardFutureUsage,
  });
  const data = hash(given, "payment_intent_data");
  world.store.sessions.set(session.id, session);
  world.store.sessionNotes.set(session.id, {
    lineItems,
    description: text(data, "description"),
    receiptEmail: text(data, "receipt_email"),
    intentMetadata: mergedMetadata({}, data),
    futureUsage: text(data, "setup_future_usage"),
    cardFutureUsage,
    customerUpdate: customerUpdateOf(given, owner),
    waiting: null,
  });
  if (mode === "setup") {
    const setup = hash(given, "setup_intent_data");
    const description = text(setup, "description");
    const intent = openSetup(world, { customer, description, metadata: mergedMetadata({}, setup) });
    session.setup_intent = intent.id;
  }
  world.later("expire_session", session.id, { ms: (expiresAt - nowSeconds()) * 1_000 });
  return session;
}

function amountsOf(items: readonly WireLineItem[]) {
  const sum = (name: "amount_subtotal" | "amount_tax" | "amount_total") =>
    items.reduce((total, item) => total + item[name], 0);
  return { subtotal: sum("amount_subtotal"), tax: sum("amount_tax"), total: sum("amount_total") };
}

function lineItemsOf(given: JsonObject, taxPercent: number): readonly WireLineItem[] {
  const items = listOf(given.line_items);
  if (items.length === 0) throw required("line_items");
  return items.filter(isObject).map((item, index) => {
    const price = hash(item, "price_data");
    const at = `line_items[${index}]`;
    if (text(item, "price"))
      throw invalid("This simulator takes price_data only, not stored prices", `${at}[price]`);
    const currency = text(price, "currency");
    const name = text(hash(price, "product_data"), "name");
    const unitAmount = integer(price, "unit_amount");
    const quantity = integer(item, "quantity");
    if (!currency) throw required(`${at}[price_data][currency]`);
    if (!name) throw required(`${at}[price_data][product_data][name]`);
    if (unitAmount === null) throw required(`${at}[price_data][unit_amount]`);
    if (quantity === null) throw required(`${at}[quantity]`);
    if (unitAmount < 0)
      throw invalid(
        "Invalid non-negative integer",
        `${at}[price_data][unit_amount]`,
        "parameter_invalid_integer",
      );
    const taxBehavior = text(price, "tax_behavior");
    const metadata = mergedMetadata({}, item);
    return newLineItem({ name, unitAmount, quantity, currency, metadata, taxPercent, taxBehavior });
  });
}

function expiryOf(given: JsonObject): number {
  const now = nowSeconds();
  const wanted = integer(given, "expires_at") ?? now + 24 * hour;
  // A clock skew of a second or two is tolerated at the limits.
  if (wanted < now + hour / 2 - 5 || wanted > now + 24 * hour + 5) {
    const message =
      "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.";
    throw invalid(message, "expires_at");
  }
  return wanted;
}

/** Payment methods that the page offers. Unsuitable ones are dropped silently, as at Stripe. */
function typesOf(
  mode: "payment" | "setup",
  allowed: readonly string[] | null,
  excluded: readonly string[],
): string[] {
  if (mode === "setup") return ["card"];
  const types = offeredTypes.filter(
    (type) => (!allowed || allowed.includes(type)) && !excluded.includes(type),
  );
  if (types.length === 0)
    throw invalid("No valid payment method types for this Checkout Session.", "allowed_payment_method_types");
  return types;
}

function expire({ world, id }: Call): object {
  const session = requireSession(world, id);
  if (session.status !== "open") {
    throw new ApiError(400, 'Only Checkout Sessions with a status in ["open"] can be expired.');
  }
  expireCheckout(world, id);
  return session;
}

function list({ world, path, params }: Call): object {
  const given = params(listParams.sessions);
  const email = text(hash(given, "customer_details"), "email");
  const rows = [...world.store.sessions.values()].filter(
    (session) =>
      (["customer", "payment_intent", "payment_link", "status", "subscription"] as const).every((name) => {
        const wanted = text(given, name);
        return !wanted || session[name] === wanted;
      }) &&
      (!email || session.customer_details?.email === email),
  );
  return listPage(rows, given, path);
}

export const sessionRoutes: readonly Route[] = [
  { method: "POST", path: "/v1/checkout/sessions", run: create },
  { method: "GET", path: "/v1/checkout/sessions", run: list },
  { method: "GET", path: "/v1/checkout/sessions/:id", run: ({ world, id }) => requireSession(world, id) },
  { method: "POST", path: "/v1/checkout/sessions/:id/expire", run: expire },
  {
    method: "GET",
    path: "/v1/checkout/sessions/:id/line_items",
    run: ({ world, id, path }) => {
      requireSession(world, id);
      return page(world.store.sessionNotes.get(id)?.lineItems ?? [], false, path);
    },
  },
];
