import { escapeHtml } from "@/lib/kernel/escape-html";
import { pageHtml } from "@/lib/sandbox/http/html";
import type { WireInvoice } from "@/lib/sandbox/stripe/objects/invoice";
import { invoiceView } from "./invoice-view";
import { testNote } from "./pay-page";

/** The hosted page of an invoice, with links to its PDF and to the receipt of its payment. */
export function invoicePage(invoice: WireInvoice, receiptUrl: string | null): string {
  const view = invoiceView(invoice);
  const details = view.details.map(
    ({ name, value }) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  const row = ({ name, amount }: { name: string; amount: string }, tag: string) =>
    `<tr><${tag}>${escapeHtml(name)}</${tag === "td" ? "td" : "th"}><td class="amount">${escapeHtml(amount)}</td></tr>`;
  const totals = view.totals.map((total) => row(total, 'th scope="row"'));
  const receipt = receiptUrl ? `<a class="button" href="${escapeHtml(receiptUrl)}">View receipt</a>` : "";
  return pageHtml(
    view.heading,
    `<main class="narrow">${testNote}<div class="card stub"><h1>${escapeHtml(view.heading)}</h1>
<dl>${details.join("")}<dt>Billed to</dt><dd>${view.customer.map(escapeHtml).join("<br>")}</dd></dl>
<table><caption>Items</caption>
<thead><tr><th scope="col">Item</th><th scope="col" class="amount">Amount</th></tr></thead>
<tbody>${view.lines.map((line) => row(line, "td")).join("")}</tbody><tfoot>${totals.join("")}</tfoot></table>
${view.notes.map((note) => `<p class="muted">${escapeHtml(note)}</p>`).join("")}</div>
<div class="actions"><a class="button" href="${escapeHtml(invoice.invoice_pdf ?? "")}">Download invoice</a>${receipt}</div></main>`,
  );
}
