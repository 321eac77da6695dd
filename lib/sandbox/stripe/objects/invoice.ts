import type Stripe from "stripe";
import { newId, nowSeconds } from "./id";
import type { WireLineItem } from "./line-item";

/** Lines and invoices as on the wire, where decimals are strings. */
type WireLine = Omit<Stripe.InvoiceLineItem, "pricing" | "quantity_decimal"> & {
  readonly pricing: Omit<Stripe.InvoiceLineItem.Pricing, "unit_amount_decimal"> & {
    readonly unit_amount_decimal: string;
  };
  readonly quantity_decimal: string;
};
export type WireInvoice = Omit<Stripe.Invoice, "lines"> & { readonly lines: Stripe.ApiList<WireLine> };

export type NewInvoice = {
  readonly customer: Stripe.Customer;
  readonly taxIds: readonly Stripe.TaxId[];
  readonly items: readonly WireLineItem[];
  readonly data: Pick<
    Stripe.Checkout.Session.InvoiceCreation.InvoiceData,
    "custom_fields" | "description" | "footer" | "metadata" | "rendering_options"
  >;
  readonly automaticTax: Stripe.Invoice.AutomaticTax | Stripe.Checkout.Session.AutomaticTax;
  readonly currency: string;
  readonly email: string | null;
};

/** The draft of an invoice. */
export function newInvoice(given: NewInvoice): WireInvoice {
  const { customer, data, items } = given;
  const id = newId("in");
  const created = nowSeconds();
  return {
    ...untouched,
    ...sumsOf(id, items, created),
    id,
    object: "invoice",
    amount_paid: 0,
    automatic_tax: { ...given.automaticTax, disabled_reason: null },
    created,
    currency: given.currency,
    custom_fields: data.custom_fields,
    customer: customer.id,
    customer_address: customer.address ?? null,
    customer_email: given.email ?? customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_tax_exempt: customer.tax_exempt ?? "none",
    customer_tax_ids: given.taxIds.map(({ type, value }) => ({ type, value })),
    description: data.description,
    effective_at: null,
    footer: data.footer,
    metadata: data.metadata,
    number: null,
    period_end: created,
    period_start: created,
    rendering: data.rendering_options
      ? {
          amount_tax_display: data.rendering_options.amount_tax_display,
          pdf: { page_size: "auto" },
          template: data.rendering_options.template,
          template_version: null,
        }
      : null,
    status: "draft",
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  };
}

/** The lines of an unpaid invoice, and everything that follows from them. */
export function sumsOf(id: string, items: readonly WireLineItem[], at: number) {
  const lines = items.map((item) => lineOf(id, item, at));
  const sum = (name: "amount_subtotal" | "amount_tax" | "amount_total") =>
    items.reduce((total, item) => total + item[name], 0);
  const total = sum("amount_total");
  return {
    amount_due: total,
    amount_remaining: total,
    lines: { object: "list", data: lines, has_more: false, url: `/v1/invoices/${id}/lines` },
    subtotal: sum("amount_subtotal"),
    subtotal_excluding_tax: total - sum("amount_tax"),
    total,
    total_excluding_tax: total - sum("amount_tax"),
    total_taxes: totalTaxes(lines),
  } satisfies Partial<WireInvoice>;
}

/** The only rate of automatic tax, which a test sets for the whole simulator. */
const taxRate = "txr_sandbox";

function lineOf(invoice: string, item: WireLineItem, at: number): WireLine {
  const isInclusive = item.price.tax_behavior === "inclusive";
  const tax: Stripe.InvoiceLineItem.Tax = {
    amount: item.amount_tax,
    tax_behavior: isInclusive ? "inclusive" : "exclusive",
    tax_rate_details: { tax_rate: taxRate },
    taxability_reason: "standard_rated",
    taxable_amount: item.amount_total - item.amount_tax,
    type: "tax_rate_details",
  };
  const { price } = item;
  return {
    id: newId("il"),
    object: "line_item",
    amount: item.amount_subtotal,
    currency: item.currency,
    description: item.description,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice,
    livemode: false,
    metadata: item.metadata ?? {},
    parent: {
      invoice_item_details: {
        invoice_item: newId("ii"),
        proration: false,
        proration_details: null,
        subscription: null,
      },
      subscription_item_details: null,
      type: "invoice_item_details",
    },
    period: { end: at, start: at },
    pretax_credit_amounts: [],
    pricing: {
      price_details: {
        price: price.id,
        product: typeof price.product === "string" ? price.product : price.product.id,
      },
      type: "price_details",
      unit_amount_decimal: price.unit_amount_decimal,
    },
    quantity: item.quantity,
    quantity_decimal: String(item.quantity ?? 1),
    subscription: null,
    subtotal: item.amount_subtotal,
    taxes: item.amount_tax === 0 ? [] : [tax],
  };
}

function totalTaxes(lines: readonly WireLine[]): Stripe.Invoice.TotalTax[] {
  const taxes = lines.flatMap((line) => line.taxes ?? []);
  return ["exclusive", "inclusive"].flatMap((behavior) => {
    const same = taxes.filter((tax) => tax.tax_behavior === behavior);
    const [first] = same;
    if (!first) return [];
    const sum = (pick: (tax: Stripe.InvoiceLineItem.Tax) => number) =>
      same.reduce((total, tax) => total + pick(tax), 0);
    return [
      { ...first, amount: sum((tax) => tax.amount), taxable_amount: sum((tax) => tax.taxable_amount ?? 0) },
    ];
  });
}

/** The payment of an invoice by an intent. */
export function newInvoicePayment(invoice: WireInvoice, intent: string): Stripe.InvoicePayment {
  const paidAt = nowSeconds();
  return {
    id: newId("inpay"),
    object: "invoice_payment",
    amount_paid: invoice.total,
    amount_requested: invoice.total,
    created: paidAt,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent, type: "payment_intent" },
    status: "paid",
    status_transitions: { canceled_at: null, paid_at: paidAt },
  };
}

/** Fields of features that the simulator lacks, with the values of an invoice that does not use them. */
const untouched = {
  account_country: "US",
  account_name: "Sandbox",
  account_tax_ids: null,
  amount_overpaid: 0,
  amount_shipping: 0,
  application: null,
  attempt_count: 0,
  attempted: false,
  auto_advance: false,
  automatically_finalizes_at: null,
  billing_reason: "manual",
  collection_method: "charge_automatically",
  customer_account: null,
  customer_shipping: null,
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  discounts: [],
  due_date: null,
  ending_balance: null,
  from_invoice: null,
  hosted_invoice_url: null,
  invoice_pdf: null,
  issuer: { type: "self" },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  next_payment_attempt: null,
  on_behalf_of: null,
  parent: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  test_clock: null,
  total_discount_amounts: [],
  total_pretax_credit_amounts: [],
  webhooks_delivered_at: null,
} satisfies Partial<Stripe.Invoice>;
