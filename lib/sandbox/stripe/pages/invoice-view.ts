import type { WireInvoice } from "@/lib/sandbox/stripe/objects/invoice";
import { moneyText } from "./money";

/** What page and PDF of an invoice show. */
export type InvoiceView = {
  readonly heading: string;
  readonly details: readonly { readonly name: string; readonly value: string }[];
  readonly customer: readonly string[];
  readonly lines: readonly { readonly name: string; readonly amount: string }[];
  readonly totals: readonly { readonly name: string; readonly amount: string }[];
  readonly notes: readonly string[];
};

export function invoiceView(invoice: WireInvoice): InvoiceView {
  const money = (cents: number) => moneyText(cents, invoice.currency);
  const date = (seconds: number | null) =>
    seconds === null ? "" : new Date(seconds * 1_000).toISOString().slice(0, 10);
  const tax = (invoice.total_taxes ?? []).reduce((sum, one) => sum + one.amount, 0);
  return {
    heading: `Invoice ${invoice.number ?? ""}`,
    details: [
      { name: "Invoice number", value: invoice.number ?? "" },
      { name: "Date of issue", value: date(invoice.effective_at) },
      { name: "Date paid", value: date(invoice.status_transitions.paid_at) },
      ...(invoice.custom_fields ?? []),
    ],
    customer: customerLines(invoice),
    lines: invoice.lines.data.map((line) => ({
      name: `${line.description ?? ""}${line.quantity === 1 ? "" : ` x ${line.quantity ?? 1}`}`,
      amount: money(line.amount),
    })),
    totals: [
      { name: "Subtotal", amount: money(invoice.subtotal) },
      ...(tax === 0 ? [] : [{ name: "Tax", amount: money(tax) }]),
      { name: "Total", amount: money(invoice.total) },
      { name: "Amount paid", amount: money(invoice.amount_paid) },
    ],
    notes: [invoice.description, invoice.footer].filter((note) => note !== null),
  };
}

function customerLines(invoice: WireInvoice): string[] {
  const address = invoice.customer_address;
  const city = [address?.postal_code, address?.city, address?.state].filter(Boolean).join(" ");
  const lines = [
    invoice.customer_name,
    address?.line1,
    address?.line2,
    city,
    address?.country,
    invoice.customer_email,
    ...(invoice.customer_tax_ids ?? []).map(
      ({ type, value }) => `${type.replaceAll("_", " ").toUpperCase()} ${value}`,
    ),
  ];
  return lines.filter((line): line is string => Boolean(line));
}
