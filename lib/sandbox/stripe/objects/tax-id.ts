import type Stripe from "stripe";
import { newId, nowSeconds } from "./id";

export type TaxIdText = { readonly type: string; readonly value: string };

/** Types whose values Stripe checks with the authority; the check takes a moment. */
const verified = new Set(["au_abn", "eu_vat", "gb_vat"]);

/** A customer's tax ID, not verified yet. */
export function newTaxId(customer: string, { type, value }: TaxIdText): Stripe.TaxId {
  return {
    id: newId("txi"),
    object: "tax_id",
    country: countryOf(type, value),
    created: nowSeconds(),
    customer,
    customer_account: null,
    livemode: false,
    owner: { customer, customer_account: null, type: "customer" },
    type,
    value,
    verification: {
      status: verified.has(type) ? "pending" : "unavailable",
      verified_address: null,
      verified_name: null,
    },
  };
}

function countryOf(type: string, value: string): string {
  if (type !== "eu_vat") return type.slice(0, 2).toUpperCase();
  const country = value.slice(0, 2);
  return country === "EL" ? "GR" : country;
}

const euCountry = "AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI";
const forms: Readonly<Record<string, RegExp>> = {
  au_abn: /^\d{11}$/,
  ch_vat: /^CHE-?\d{3}\.?\d{3}\.?\d{3} ?(MWST|TVA|IVA)$/,
  eu_vat: new RegExp(`^(${euCountry})[0-9A-Z]{8,12}$`),
  gb_vat: /^(GB)?(\d{9}|\d{12})$/,
  us_ein: /^\d{2}-\d{7}$/,
};

/** Whether a value has the form of its type. Types that the simulator does not know take any value. */
export function hasTaxIdForm({ type, value }: TaxIdText): boolean {
  return forms[type]?.test(value) ?? value.length > 0;
}

/** The type of the tax IDs of a country's businesses, as Checkout offers it. Null for countries without. */
export function taxIdTypeOf(country: string): string | null {
  if (new RegExp(`^(${euCountry}|GR)$`).test(country) && country !== "XI") return "eu_vat";
  const types: Readonly<Record<string, string>> = {
    AU: "au_abn",
    CH: "ch_vat",
    GB: "gb_vat",
    US: "us_ein",
  };
  return types[country] ?? null;
}
