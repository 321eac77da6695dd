import type { WireInvoice } from "@/lib/sandbox/stripe/objects/invoice";
import { invoiceParams } from "@/lib/sandbox/stripe/params/billing-tables";
import { missing } from "@/lib/sandbox/stripe/wire/api-error";
import { listPage, page } from "@/lib/sandbox/stripe/wire/list";
import { hash, text } from "@/lib/sandbox/stripe/wire/read";
import type { World } from "@/lib/sandbox/stripe/world";
import type { Call, Route } from "./call";

/** Invoices that Checkout has written, and their payments. */

function requireInvoice(world: World, id: string): WireInvoice {
  const invoice = world.store.invoices.get(id);
  if (!invoice) throw missing("invoice", id);
  return invoice;
}

function list({ world, path, params }: Call): object {
  const given = params(invoiceParams.list);
  const names = ["collection_method", "customer", "status"] as const;
  const rows = [...world.store.invoices.values()].filter((invoice) =>
    names.every((name) => !text(given, name) || invoice[name] === text(given, name)),
  );
  return listPage(rows, given, path);
}

function listPayments({ world, path, params }: Call): object {
  const given = params(invoiceParams.payments);
  const invoice = text(given, "invoice");
  const status = text(given, "status");
  const intent = text(hash(given, "payment"), "payment_intent");
  const rows = [...world.store.invoicePayments.values()].filter(
    (payment) =>
      (!invoice || payment.invoice === invoice) &&
      (!status || payment.status === status) &&
      (!intent || payment.payment.payment_intent === intent),
  );
  return listPage(rows, given, path);
}

export const invoiceRoutes: readonly Route[] = [
  { method: "GET", path: "/v1/invoices", run: list },
  { method: "GET", path: "/v1/invoices/:id", run: ({ world, id }) => requireInvoice(world, id) },
  {
    method: "GET",
    path: "/v1/invoices/:id/lines",
    run: ({ world, id, path, params }) => {
      params(invoiceParams.lines);
      return page(requireInvoice(world, id).lines.data, false, path);
    },
  },
  { method: "GET", path: "/v1/invoice_payments", run: listPayments },
  {
    method: "GET",
    path: "/v1/invoice_payments/:id",
    run: ({ world, id }) => {
      const payment = world.store.invoicePayments.get(id);
      if (!payment) throw missing("invoice_payment", id);
      return payment;
    },
  },
];
