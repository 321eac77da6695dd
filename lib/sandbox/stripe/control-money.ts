import type Stripe from "stripe";
import { isObject, type JsonObject, textOf } from "@/lib/sandbox/http/json";
import { billingFields, billingOf, billingProblem, customerOf } from "./flows/billing-details";
import { attemptCharge } from "./flows/charge";
import { authenticateCheckout, expireCheckout, payCheckout, settleCheckout } from "./flows/checkout";
import { closeDispute, openDispute } from "./flows/dispute";
import { addMethod } from "./flows/payment-method";
import { failRefund, refundCharge, settleRefund } from "./flows/refund";
import type { BillingInput } from "./objects/customer-details";
import { newPaymentIntent } from "./objects/payment-intent";
import { ApiError, declined, invalid, missing } from "./wire/api-error";
import { type Card, cardByNumber, cardByToken } from "./wire/cards";
import type { World } from "./world";

/** What the payer, the payer's bank, or someone in the dashboard does. */
type MoneyOrder = (world: World, body: JsonObject) => object;

export const moneyOrders: Record<string, MoneyOrder> = {
  complete,
  dispute: (world, body) => {
    const charge = found(world.store.charges, "charge", body);
    const amount = numberOf(body.amount, charge.amount);
    return openDispute(world, charge, { amount, reason: textOf(body.reason) || "fraudulent" });
  },
  close_dispute: (world, body) => {
    const dispute = found(world.store.disputes, "dispute", body);
    closeDispute(world, dispute, body.status === "won" ? "won" : "lost");
    return dispute;
  },
  refund: (world, body) =>
    refundCharge(world, found(world.store.charges, "charge", body), {
      amount: typeof body.amount === "number" ? body.amount : null,
      reason: textOf(body.reason) || "requested_by_customer",
      metadata: metadataOf(body),
      isPending: body.pending === true,
    }),
  pending_refunds: ({ store }, body) => {
    store.settings.set("pending_refunds", numberOf(body.times, 1));
    return { ok: true };
  },
  settle_refund: (world, body) => {
    const refund = found(world.store.refunds, "refund", body);
    settleRefund(world, refund);
    return refund;
  },
  fail_refund: (world, body) => {
    const refund = found(world.store.refunds, "refund", body);
    failRefund(world, refund, textOf(body.reason) || "unknown");
    return refund;
  },
  pay,
  tax: ({ store }, body) => {
    store.settings.set("tax_percent", numberOf(body.percent, 0));
    return { ok: true };
  },
};

/**
 * Pays a session as its page would. `method`: card, alipay or crypto; `token`: a test card by token or number;
 * `billing`: what the page asks for the invoice; `mode`: `succeed` and `fail` also settle an asynchronous method immediately, `expire` ends the session unpaid.
 */
function complete(world: World, body: JsonObject): object {
  const session = found(world.store.sessions, "session", body);
  const mode = textOf(body.mode);
  if (mode === "expire") expireCheckout(world, session.id);
  if (session.status === "open") {
    const wanted = textOf(body.method);
    const method = wanted === "alipay" || wanted === "crypto" ? wanted : "card";
    const card = cardOf(body);
    const known = session.customer_details?.email ?? customerOf(world, session)?.email;
    const email = textOf(body.email) || known || "payer@example.test";
    const billing = typedBilling(world, session, body);
    const paid = { email, method, card: method === "card" ? card : null, billing } as const;
    const result = payCheckout(world, session, paid);
    if (result.kind === "authenticate") authenticateCheckout(world, session, mode !== "fail");
    if (result.kind === "declined")
      throw new ApiError(402, result.message, { type: "card_error", code: "card_declined" });
  }
  if (mode === "succeed" || mode === "fail") settleCheckout(world, session.id, mode);
  return session;
}

/** What the payer types for the invoice: `billing`, with the names of the page's fields, or an invented address. */
function typedBilling(world: World, session: Stripe.Checkout.Session, body: JsonObject): BillingInput | null {
  const fields = billingFields(world, session);
  if (!fields.hasAddress && !fields.hasTaxId) return null;
  const given = isObject(body.billing) ? body.billing : {};
  const billing = billingOf(fields, (name) => textOf(given[name] ?? invented[name]));
  const problem = billingProblem(fields, billing);
  if (problem) throw invalid(problem.text, problem.field);
  return billing;
}

const invented: Readonly<Record<string, string>> = {
  name: "Test Payer",
  line1: "1 Test Street",
  postal_code: "94103",
  city: "San Francisco",
  country: "US",
};

/** A payment that someone makes by hand in the dashboard, so that no session or order of the product exists. */
function pay(world: World, body: JsonObject): Stripe.PaymentIntent {
  const customer = textOf(body.customer) === "" ? null : found(world.store.customers, "customer", body);
  const amount = numberOf(body.amount, 0);
  if (!Number.isInteger(amount) || amount < 50)
    throw invalid("Amount must be no less than $0.50 usd", "amount", "amount_too_small");
  const method = addMethod(world, { type: "card", card: cardOf(body), email: customer?.email ?? null });
  const intent = newPaymentIntent({
    amount,
    currency: textOf(body.currency) || "usd",
    customer: customer?.id ?? null,
    description: textOf(body.description) || null,
    metadata: metadataOf(body),
  });
  world.store.intents.set(intent.id, intent);
  world.emit("payment_intent.created", intent);
  const result = attemptCharge(world, intent, method, { isAuthenticated: true, isOffSession: false });
  if (result.kind === "declined") throw declined(result.decline, intent, method);
  return intent;
}

function cardOf(body: JsonObject): Card {
  const token = textOf(body.token) || "pm_card_visa";
  const card = cardByToken(token) ?? cardByNumber(token);
  if (!card) throw missing("test card", token, "token");
  return card;
}

/** The row that the field `name` of the body names. Throws ApiError. */
function found<Row>(rows: ReadonlyMap<string, Row>, name: string, body: JsonObject): Row {
  const id = textOf(body[name]);
  const row = rows.get(id);
  if (!row) throw missing(name, id, name);
  return row;
}

function metadataOf(body: JsonObject): Stripe.Metadata {
  const given = isObject(body.metadata) ? body.metadata : {};
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
}

function numberOf(value: unknown, fallback: number): number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : fallback;
}
