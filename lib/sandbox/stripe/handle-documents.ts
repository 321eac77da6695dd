import type { ServerResponse } from "node:http";
import { sendPage } from "@/lib/sandbox/http/serve";
import type { WireInvoice } from "./objects/invoice";
import { invoicePage } from "./pages/invoice-page";
import { invoicePdf } from "./pages/invoice-pdf";
import { noticePage, receiptPage } from "./pages/other-pages";
import type { Store } from "./store";

/** The receipt of a paid charge. */
export function showReceipt(store: Store, id: string, response: ServerResponse): void {
  const charge = store.charges.get(id);
  if (!charge?.paid) return sendPage(response, 404, noticePage("Not found", "This receipt does not exist."));
  const session = [...store.sessions.values()].find((one) => one.payment_intent === charge.payment_intent);
  const items = session ? (store.sessionNotes.get(session.id)?.lineItems ?? []) : [];
  const lines = items.map((item) => ({ name: item.description ?? "", amount: item.amount_total }));
  sendPage(response, 200, receiptPage(charge, lines));
}

export function showInvoice(store: Store, id: string, response: ServerResponse): void {
  const invoice = store.invoices.get(id);
  if (!invoice) return sendPage(response, 404, noticePage("Not found", "This invoice does not exist."));
  sendPage(response, 200, invoicePage(invoice, receiptUrlOf(store, invoice)));
}

function receiptUrlOf(store: Store, invoice: WireInvoice): string | null {
  const payment = [...store.invoicePayments.values()].find((one) => one.invoice === invoice.id)?.payment;
  const intentId = payment?.payment_intent;
  const intent = typeof intentId === "string" ? store.intents.get(intentId) : undefined;
  const charge =
    typeof intent?.latest_charge === "string" ? store.charges.get(intent.latest_charge) : undefined;
  return charge?.receipt_url ?? null;
}

export function sendInvoicePdf(store: Store, id: string, response: ServerResponse): void {
  const invoice = store.invoices.get(id);
  if (!invoice) return sendPage(response, 404, noticePage("Not found", "This invoice does not exist."));
  const pdf = invoicePdf(invoice);
  response.writeHead(200, {
    "content-type": "application/pdf",
    "content-length": pdf.byteLength,
    "content-disposition": `attachment; filename="Invoice-${invoice.number ?? invoice.id}.pdf"`,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(pdf);
}
