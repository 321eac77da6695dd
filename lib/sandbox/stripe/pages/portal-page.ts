import type Stripe from "stripe";
import { escapeHtml } from "@/lib/kernel/escape-html";
import { pageHtml } from "@/lib/sandbox/http/html";
import type { WireInvoice } from "@/lib/sandbox/stripe/objects/invoice";
import { moneyText } from "./money";

export type PortalView = {
  readonly session: Stripe.BillingPortal.Session;
  readonly customer: Stripe.Customer;
  readonly cards: readonly Stripe.PaymentMethod[];
  readonly invoices: readonly WireInvoice[];
  /** A rejected test card's number as typed, and why. */
  readonly problem: { readonly text: string; readonly card: string } | null;
};

const note =
  '<p class="sandbox">Sandbox: this page simulates the Stripe customer portal. No money moves, and real cards are not accepted.</p>';

/** The customer's own page: saved cards, a form for another one, and invoices. A flow shows the form only. */
export function portalPage(view: PortalView): string {
  const { session, customer } = view;
  const isFlow = session.flow !== null;
  const heading = isFlow ? "Add a card" : "Payment methods";
  const back = session.return_url
    ? `<a class="cancel" href="${escapeHtml(session.return_url)}">Return to the store</a>`
    : "";
  return pageHtml(
    view.problem ? `Error: ${heading}` : heading,
    `<main class="narrow">${note}<h1>${heading}</h1>
<p class="muted">${escapeHtml(customer.email ?? customer.name ?? customer.id)}</p>
${isFlow ? "" : cardsHtml(view)}
${formHtml(view)}
${isFlow ? "" : invoicesHtml(view.invoices)}
${back}
</main>`,
  );
}

function cardsHtml({ customer, cards }: PortalView): string {
  if (cards.length === 0) return '<p class="card">No card is saved.</p>';
  const standard = customer.invoice_settings.default_payment_method;
  const items = cards.map((method) => cardHtml(method, method.id === standard));
  return `<ul class="plain">${items.join("")}</ul>`;
}

function cardHtml(method: Stripe.PaymentMethod, isDefault: boolean): string {
  const { card } = method;
  const brand = card?.brand ?? "card";
  const name = `${brand.slice(0, 1).toUpperCase()}${brand.slice(1)} ending in ${card?.last4 ?? "????"}`;
  const button = (action: string, label: string) =>
    `<button name="action" value="${action}" aria-label="${escapeHtml(`${label}: ${name}`)}">${label}</button>`;
  const expiry = `Expires ${String(card?.exp_month ?? 0).padStart(2, "0")}/${card?.exp_year ?? ""}`;
  return `<li class="card"><p><strong>${escapeHtml(name)}</strong>${isDefault ? " · Default" : ""}<br><span class="muted">${expiry}</span></p>
<form method="post" class="actions"><input type="hidden" name="method" value="${escapeHtml(method.id)}">${isDefault ? "" : button("default", "Make default")}${button("remove", "Remove")}</form></li>`;
}

function formHtml({ session, cards, problem }: PortalView): string {
  const marks = problem
    ? ' aria-invalid="true" aria-describedby="problem" autofocus'
    : ' aria-describedby="card-hint"';
  const error = problem ? `<p class="error" role="alert" id="problem">${escapeHtml(problem.text)}</p>` : "";
  // A first card, and the one card of a flow, becomes the default anyway.
  const choice =
    session.flow || cards.length === 0
      ? '<input type="hidden" name="default" value="on">'
      : '<label class="choice"><input type="checkbox" name="default">Use as default</label>';
  return `<form method="post" class="card" novalidate>${error}
<div class="field"><label for="card">Card number</label>
<input id="card" name="card" inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242" value="${escapeHtml(problem?.card ?? "")}"${marks}>
<span class="muted" id="card-hint">Test numbers: 4242 4242 4242 4242 pays, 4000 0000 0000 0341 declines later payments, 4000 0025 0000 3155 asks for authentication.</span></div>
${choice}
<button class="primary wide" name="action" value="add">Add card</button></form>`;
}

function invoicesHtml(invoices: readonly WireInvoice[]): string {
  if (invoices.length === 0) return "";
  const rows = invoices.map(
    (invoice) =>
      `<tr><td><a href="${escapeHtml(invoice.hosted_invoice_url ?? "")}">${escapeHtml(invoice.number ?? "")}</a></td><td class="amount">${moneyText(invoice.total, invoice.currency)}</td></tr>`,
  );
  return `<h2>Invoices</h2><table><caption>Invoices</caption>
<thead><tr><th scope="col">Number</th><th scope="col" class="amount">Amount</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}
