import type Stripe from "stripe";
import type { Card } from "@/lib/sandbox/stripe/wire/cards";
import { newId, nowSeconds } from "./id";

export type MethodType = "card" | "alipay" | "crypto";

export function newPaymentMethod(given: {
  id?: string;
  type: MethodType;
  card?: Card | null;
  email?: string | null;
}): Stripe.PaymentMethod {
  const base: Stripe.PaymentMethod = {
    id: given.id ?? newId("pm"),
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: billingDetails(given.email ?? null),
    created: nowSeconds(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: given.type,
  };
  if (given.type === "alipay") return { ...base, alipay: {} };
  if (given.type === "crypto") return { ...base, crypto: {} };
  return {
    ...base,
    card: cardOf(given.card ?? { number: "4242424242424242", brand: "visa", behavior: "pays" }),
  };
}

function billingDetails(email: string | null) {
  const address = { city: null, country: "US", line1: null, line2: null, postal_code: null, state: null };
  return {
    address,
    email,
    name: null,
    phone: null,
    tax_id: null,
  } satisfies Stripe.PaymentMethod.BillingDetails;
}

function cardOf(card: Card): Stripe.PaymentMethod.Card {
  return {
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    display_brand: card.brand,
    exp_month: 12,
    exp_year: expiryYear(),
    // The same card has the same fingerprint, which identifies duplicates.
    fingerprint: `fp${card.number}`.slice(0, 16),
    funding: "credit",
    generated_from: null,
    last4: card.number.slice(-4),
    networks: { available: [card.brand], preferred: null },
    regulated_status: "unregulated",
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

function expiryYear(): number {
  return new Date().getUTCFullYear() + 5;
}
