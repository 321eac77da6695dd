import type Stripe from "stripe";
import { isObject, type JsonObject, listOf, textOf } from "@/lib/sandbox/http/json";
import type { SessionBilling } from "@/lib/sandbox/stripe/objects/checkout-session";
import type { SessionNote } from "@/lib/sandbox/stripe/store";
import { ApiError, invalid } from "@/lib/sandbox/stripe/wire/api-error";
import { hash, mergedMetadata, text } from "@/lib/sandbox/stripe/wire/read";

type Given = {
  readonly params: JsonObject;
  readonly customer: Stripe.Customer | null;
  readonly mode: string;
};

/** What a new session collects for its invoice. Throws ApiError. */
export function sessionBillingOf({ params, customer, mode }: Given): SessionBilling {
  const invoice = hash(params, "invoice_creation");
  const isInvoiced = isTrue(invoice.enabled);
  if (isInvoiced && mode !== "payment") {
    throw invalid(
      "You can only enable invoice creation when `mode` is set to `payment`.",
      "invoice_creation",
    );
  }
  const collection = hash(params, "tax_id_collection");
  const isTaxed = isTrue(hash(params, "automatic_tax").enabled);
  const update = customerUpdateOf(params, customer);
  if (customer && isTrue(collection.enabled) && !update?.name) {
    throw new ApiError(
      400,
      "Tax ID collection requires updating business name on the customer. To enable tax ID collection for an existing customer, please set `customer_update[name]` to `auto`.",
    );
  }
  if (customer && isTaxed && !customer.address && !update?.address) {
    const message =
      "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to the Customer or set `customer_update[address]` to 'auto' to save the address entered in Checkout to the Customer.";
    throw new ApiError(400, message, { code: "customer_tax_location_invalid" });
  }
  return {
    invoice: isInvoiced,
    invoiceData: invoiceDataOf(hash(invoice, "invoice_data")),
    addressCollection: text(params, "billing_address_collection"),
    taxIds:
      "tax_id_collection" in params
        ? { enabled: isTrue(collection.enabled), required: text(collection, "required") ?? "never" }
        : null,
    isTaxed,
    isLocated: Boolean(customer?.address),
  };
}

/** Which details of an existing customer Checkout may change. Null without a customer. Throws ApiError. */
export function customerUpdateOf(
  params: JsonObject,
  customer: Stripe.Customer | null,
): SessionNote["customerUpdate"] {
  const update = hash(params, "customer_update");
  if (!customer && "customer_update" in params)
    throw invalid("`customer_update` can only be used with `customer`.", "customer_update");
  return customer ? { name: update.name === "auto", address: update.address === "auto" } : null;
}

function invoiceDataOf(data: JsonObject): Stripe.Checkout.Session.InvoiceCreation.InvoiceData {
  const fields = listOf(data.custom_fields).filter(isObject);
  const rendering = hash(data, "rendering_options");
  return {
    account_tax_ids: null,
    custom_fields:
      fields.length > 0
        ? fields.map((field) => ({ name: textOf(field.name), value: textOf(field.value) }))
        : null,
    description: text(data, "description"),
    footer: text(data, "footer"),
    issuer: null,
    metadata: mergedMetadata({}, data),
    rendering_options:
      Object.keys(rendering).length > 0
        ? { amount_tax_display: text(rendering, "amount_tax_display"), template: text(rendering, "template") }
        : null,
  };
}

/** On the wire, booleans inside a hash are still text. */
function isTrue(value: unknown): boolean {
  return value === "true" || value === true;
}
