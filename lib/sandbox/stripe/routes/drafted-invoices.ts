import type Stripe from "stripe";
import { isObject, type JsonObject } from "@/lib/sandbox/http/json";
import { finalizeInvoice, settleInvoice } from "@/lib/sandbox/stripe/flows/invoice";
import { taxIdsOf } from "@/lib/sandbox/stripe/flows/tax-id";
import { nowSeconds } from "@/lib/sandbox/stripe/objects/id";
import { newInvoice, sumsOf, type WireInvoice } from "@/lib/sandbox/stripe/objects/invoice";
import { newLineItem } from "@/lib/sandbox/stripe/objects/line-item";
import { invoiceParams } from "@/lib/sandbox/stripe/params/billing-tables";
import { ApiError, invalid, missing, required } from "@/lib/sandbox/stripe/wire/api-error";
import { integer, mergedMetadata, text } from "@/lib/sandbox/stripe/wire/read";
import type { World } from "@/lib/sandbox/stripe/world";
import type { Call, Route } from "./call";
import { requireIntent } from "./payment-intents";

/**
 * Invoices that are written through the API for a payment that has been made: drafted, given lines, finalized, and paid
 * by attaching the payment; or deleted as drafts, and voided once they are open. Nothing here collects money, so automatic
 * advancement is rejected.
 */

function requireCustomer(world: World, id: string | null): Stripe.Customer {
  if (!id) throw required("customer");
  const customer = world.store.customers.get(id);
  if (!customer) throw missing("customer", id, "customer");
  return customer;
}

function requireInvoice(world: World, id: string, status: "draft" | "open"): WireInvoice {
  const invoice = world.store.invoices.get(id);
  if (!invoice) throw missing("invoice", id);
  if (invoice.status !== status) {
    throw new ApiError(400, `The invoice is ${invoice.status}, and must be ${status}.`, {
      code: "invoice_not_editable",
    });
  }
  return invoice;
}

function rejectAdvancing(given: JsonObject): void {
  if (given.auto_advance === true) throw invalid("Automatic advancement is not simulated.", "auto_advance");
}

function create({ world, params }: Call): object {
  const given = params(invoiceParams.create);
  rejectAdvancing(given);
  const customer = requireCustomer(world, text(given, "customer"));
  const collection = text(given, "collection_method") ?? "charge_automatically";
  if (collection !== "send_invoice" && collection !== "charge_automatically")
    throw invalid(`Invalid collection_method: ${collection}`, "collection_method");
  const days = integer(given, "days_until_due");
  if (collection === "send_invoice" && days === null && integer(given, "due_date") === null)
    throw invalid("You must pass either days_until_due or due_date.", "days_until_due");
  const invoice = newInvoice({
    customer,
    taxIds: taxIdsOf(world, customer.id),
    items: [],
    data: {
      custom_fields: customFields(given),
      description: text(given, "description"),
      footer: text(given, "footer"),
      metadata: mergedMetadata({}, given),
      rendering_options: null,
    },
    automaticTax: { enabled: false, liability: null, provider: null, status: null },
    currency: text(given, "currency") ?? "usd",
    email: null,
  });
  Object.assign(invoice, {
    collection_method: collection,
    due_date: days === null ? null : invoice.created + days * 86_400,
  } satisfies Partial<WireInvoice>);
  world.store.invoices.set(invoice.id, invoice);
  world.emit("invoice.created", invoice);
  return invoice;
}

function customFields(given: JsonObject): { name: string; value: string }[] {
  const fields = Array.isArray(given.custom_fields) ? given.custom_fields.filter(isObject) : [];
  if (fields.length > 4) throw invalid("You may only specify up to 4 custom fields.", "custom_fields");
  return fields.map((field) => ({ name: String(field.name), value: String(field.value) }));
}

/** What an invoice says apart from its lines, while it is a draft. */
function update({ world, id, params }: Call): object {
  const given = params(invoiceParams.update);
  rejectAdvancing(given);
  const invoice = requireInvoice(world, id, "draft");
  if ("custom_fields" in given) invoice.custom_fields = customFields(given);
  if ("description" in given) invoice.description = text(given, "description");
  if ("footer" in given) invoice.footer = text(given, "footer");
  if ("metadata" in given) invoice.metadata = mergedMetadata(invoice.metadata ?? {}, given);
  world.emit("invoice.updated", invoice, {});
  return invoice;
}

function remove({ world, id, params }: Call): object {
  params(invoiceParams.remove);
  const invoice = requireInvoice(world, id, "draft");
  world.store.invoices.delete(id);
  world.emit("invoice.deleted", invoice);
  return { id, object: "invoice", deleted: true } satisfies Stripe.DeletedInvoice;
}

/** A voided invoice keeps its number and can never be paid. */
function voidInvoice({ world, id, params }: Call): object {
  params(invoiceParams.void);
  const invoice = requireInvoice(world, id, "open");
  Object.assign(invoice, {
    status: "void",
    status_transitions: { ...invoice.status_transitions, voided_at: nowSeconds() },
  } satisfies Partial<WireInvoice>);
  world.emit("invoice.voided", invoice, { status: "open" });
  return invoice;
}

function addLines({ world, id, params }: Call): object {
  const given = params(invoiceParams.addLines, ["lines"]);
  const invoice = requireInvoice(world, id, "draft");
  if (invoice.lines.data.length > 0) throw invalid("Lines are added once here.", "lines");
  const lines = Array.isArray(given.lines) ? given.lines.filter(isObject) : [];
  const items = lines.map((line) =>
    newLineItem({
      name: text(line, "description") ?? "",
      unitAmount: integer(line, "amount") ?? 0,
      quantity: 1,
      currency: invoice.currency,
      metadata: {},
      taxPercent: 0,
      taxBehavior: null,
    }),
  );
  Object.assign(invoice, sumsOf(id, items, nowSeconds()));
  world.emit("invoice.updated", invoice, { total: 0 });
  return invoice;
}

function finalize({ world, id, params }: Call): object {
  rejectAdvancing(params(invoiceParams.finalize));
  const invoice = requireInvoice(world, id, "draft");
  finalizeInvoice(world, invoice, requireCustomer(world, String(invoice.customer)));
  return invoice;
}

/** An intent that has succeeded pays the invoice at once. Part payments are not simulated. */
function attachPayment({ world, id, params }: Call): object {
  const given = params(invoiceParams.attachPayment, ["payment_intent"]);
  const invoice = requireInvoice(world, id, "open");
  const intent = requireIntent(world, text(given, "payment_intent") ?? "", "payment_intent");
  if (intent.customer !== invoice.customer)
    throw invalid("The PaymentIntent and the invoice have different customers.", "payment_intent");
  if (intent.currency !== invoice.currency || intent.amount_received !== invoice.total)
    throw invalid("The PaymentIntent has another amount than the invoice.", "payment_intent");
  const isUsed = [...world.store.invoicePayments.values()].some(
    ({ payment }) => payment.payment_intent === intent.id,
  );
  if (isUsed) throw invalid("The PaymentIntent is attached to another invoice.", "payment_intent");
  settleInvoice(world, invoice, intent.id);
  return invoice;
}

export const draftedInvoiceRoutes: readonly Route[] = [
  { method: "POST", path: "/v1/invoices", run: create },
  { method: "POST", path: "/v1/invoices/:id", run: update },
  { method: "DELETE", path: "/v1/invoices/:id", run: remove },
  { method: "POST", path: "/v1/invoices/:id/void", run: voidInvoice },
  { method: "POST", path: "/v1/invoices/:id/add_lines", run: addLines },
  { method: "POST", path: "/v1/invoices/:id/finalize", run: finalize },
  { method: "POST", path: "/v1/invoices/:id/attach_payment", run: attachPayment },
];
