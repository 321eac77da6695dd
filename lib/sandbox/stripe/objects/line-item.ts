import type Stripe from "stripe";
import { newId, nowSeconds } from "./id";

/** A price as on the wire, where decimals are strings; the SDK turns them into objects. */
type WirePrice = Omit<Stripe.Price, "unit_amount_decimal"> & { readonly unit_amount_decimal: string };
export type WireLineItem = Omit<Stripe.LineItem, "price"> & { readonly price: WirePrice };

export function newLineItem(given: {
  name: string;
  unitAmount: number;
  quantity: number;
  currency: string;
  metadata: Stripe.Metadata;
  taxPercent: number;
  taxBehavior: string | null;
}): WireLineItem {
  const subtotal = given.unitAmount * given.quantity;
  const isInclusive = given.taxBehavior === "inclusive";
  const tax = taxOf(subtotal, given.taxPercent, isInclusive);
  return {
    id: newId("li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: subtotal,
    amount_tax: tax,
    amount_total: isInclusive ? subtotal : subtotal + tax,
    currency: given.currency,
    description: given.name,
    metadata: given.metadata,
    price: priceOf(given.unitAmount, given.currency, given.taxBehavior),
    quantity: given.quantity,
  };
}

/** Tax in whole cents: on top of an amount, or contained in it. */
function taxOf(amount: number, percent: number, isInclusive: boolean): number {
  return isInclusive
    ? amount - Math.round(amount / (1 + percent / 100))
    : Math.round((amount * percent) / 100);
}

function priceOf(unitAmount: number, currency: string, taxBehavior: string | null): WirePrice {
  return {
    id: newId("price"),
    object: "price",
    active: false,
    billing_scheme: "per_unit",
    created: nowSeconds(),
    currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: newId("prod"),
    recurring: null,
    tax_behavior: taxBehavior ?? "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: "one_time",
    unit_amount: unitAmount,
    unit_amount_decimal: String(unitAmount),
  };
}
