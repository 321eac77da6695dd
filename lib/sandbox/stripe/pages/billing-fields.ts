import { escapeHtml } from "@/lib/kernel/escape-html";
import type { PayForm } from "./pay-page";

type Field = { readonly name: string; readonly label: string; readonly autocomplete: string };

const addressFields: readonly Field[] = [
  { name: "name", label: "Name", autocomplete: "name" },
  { name: "line1", label: "Street and number", autocomplete: "address-line1" },
  { name: "postal_code", label: "Postal code", autocomplete: "postal-code" },
  { name: "city", label: "City", autocomplete: "address-level2" },
  { name: "state", label: "State (optional)", autocomplete: "address-level1" },
  { name: "country", label: "Country code", autocomplete: "country" },
];

const taxFields: readonly Field[] = [
  { name: "business_name", label: "Business name (optional)", autocomplete: "organization" },
];

/** Names of the fields for the invoice. */
export const billingNames: readonly string[] = [...addressFields, ...taxFields]
  .map((field) => field.name)
  .concat("tax_id");

/** The fields for the invoice that the session asks for. `marks` gives a field with an error its attributes. */
export function billingHtml(form: PayForm, marks: (field: string) => string): string {
  const { hasAddress, hasTaxId, isTaxIdRequired } = form.fields;
  const taxId = {
    name: "tax_id",
    label: isTaxIdRequired ? "Tax ID" : "Tax ID (optional)",
    autocomplete: "off",
  };
  const fields = [...(hasAddress ? addressFields : []), ...(hasTaxId ? [...taxFields, taxId] : [])];
  const rows = fields.map(
    ({ name, label, autocomplete }) =>
      `<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" autocomplete="${autocomplete}" value="${escapeHtml(form.billing[name] ?? "")}"${marks(name)}></div>`,
  );
  return rows.length === 0 ? "" : `<fieldset><legend>Billing details</legend>${rows.join("")}</fieldset>`;
}
