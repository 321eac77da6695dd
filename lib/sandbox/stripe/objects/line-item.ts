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
}): WireLineItem {
  const total = given.unitAmount * given.quantity;
  return {
    id: newId("li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: given.currency,
    description: given.name,
    metadata: given.metadata,
    price: priceOf(given.unitAmount, given.currency),
    quantity: given.quantity,
  };
}

function priceOf(unitAmount: number, currency: string): WirePrice {
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
    tax_behavior: "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: "one_time",
    unit_amount: unitAmount,
    unit_amount_decimal: String(unitAmount),
  };
}
