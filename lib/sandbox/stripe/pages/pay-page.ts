import type Stripe from "stripe";
import { escapeHtml } from "@/lib/kernel/escape-html";
import { pageHtml } from "@/lib/sandbox/http/html";
import type { BillingFields } from "@/lib/sandbox/stripe/flows/billing-details";
import type { SessionNote } from "@/lib/sandbox/stripe/store";
import { billingHtml } from "./billing-fields";
import { moneyText } from "./money";

export type PayForm = {
  readonly email: string;
  readonly method: string;
  /** A test card's number as it was typed; any other number is never repeated. */
  readonly card: string;
  /** What is asked for the invoice, and what was typed or is known of it. */
  readonly fields: BillingFields;
  readonly billing: Readonly<Record<string, string>>;
  /** `field` is null when no field is wrong: the bank declined. */
  readonly error: { text: string; field: string | null } | null;
};

export const testNote =
  '<p class="sandbox">Sandbox: this page simulates Stripe Checkout. No money moves, and real cards are not accepted.</p>';

/** The hosted payment page of an open session. */
export function payPage(session: Stripe.Checkout.Session, note: SessionNote, form: PayForm): string {
  const isSetup = session.mode === "setup";
  const total = moneyText(session.amount_total ?? 0, session.currency);
  const heading = isSetup ? "Save a card" : `Pay ${total}`;
  const cancel = session.cancel_url
    ? `<a class="cancel" href="${escapeHtml(session.cancel_url)}">Cancel and go back</a>`
    : "";
  const error = form.error
    ? `<p class="error" role="alert" id="problem"${form.error.field === null ? ' tabindex="-1" autofocus' : ""}>${escapeHtml(form.error.text)}</p>`
    : "";
  return pageHtml(
    form.error ? `Error: ${heading}` : heading,
    `<main class="narrow">${testNote}<h1>${escapeHtml(heading)}</h1>
${isSetup ? '<p class="muted">Nothing is charged now.</p>' : linesHtml(session, note)}
<form method="post" class="card" novalidate>
${error}
${emailHtml(form)}
${billingHtml(form, (field) => marks(form, field))}
${methodHtml(session, form)}
${cardHtml(form, session.payment_method_types.length > 1)}
<button class="primary wide" type="submit">${isSetup ? "Save card" : "Pay"}</button>
</form>
${cancel}
</main>`,
  );
}

function linesHtml(session: Stripe.Checkout.Session, note: SessionNote): string {
  const rows = note.lineItems.map((item) => {
    const count = item.quantity === 1 ? "" : ` × ${item.quantity}`;
    return `<tr><td>${escapeHtml(item.description ?? "")}${count}</td><td class="amount">${moneyText(item.amount_subtotal, item.currency)}</td></tr>`;
  });
  const tax = session.total_details?.amount_tax ?? 0;
  const taxRow =
    session.automatic_tax.enabled || tax > 0
      ? `<tr><th scope="row">Tax</th><td class="amount">${moneyText(tax, session.currency)}</td></tr>`
      : "";
  return `<div class="card"><table><caption>Items</caption>
<thead><tr><th scope="col">Item</th><th scope="col" class="amount">Amount</th></tr></thead>
<tbody>${rows.join("")}</tbody>
<tfoot>${taxRow}<tr class="total"><th scope="row">Total</th><td class="amount">${moneyText(session.amount_total ?? 0, session.currency)}</td></tr></tfoot></table></div>`;
}

function emailHtml(form: PayForm): string {
  return `<div class="field"><label for="email">Email</label><input id="email" name="email" type="email" autocomplete="email" required value="${escapeHtml(form.email)}"${marks(form, "email")}></div>`;
}

/** Marks the field with the error. */
function marks(form: PayForm, field: string): string {
  return form.error?.field === field ? ' aria-invalid="true" aria-describedby="problem" autofocus' : "";
}

const methodNames: Record<string, string> = { card: "Card", alipay: "Alipay", crypto: "USDC" };

function methodHtml(session: Stripe.Checkout.Session, form: PayForm): string {
  if (session.payment_method_types.length === 1) {
    return `<input type="hidden" name="method" value="${escapeHtml(session.payment_method_types[0] ?? "card")}">`;
  }
  const choices = session.payment_method_types.map((type) => {
    const checked = type === form.method ? " checked" : "";
    return `<label class="choice"><input type="radio" name="method" value="${escapeHtml(type)}"${checked}>${methodNames[type] ?? escapeHtml(type)}</label>`;
  });
  return `<fieldset><legend>Payment method</legend>${choices.join("")}</fieldset>`;
}

function cardHtml(form: PayForm, isChoice: boolean): string {
  const hint = `Test numbers: 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined, 4000 0000 0000 3220 asks for authentication.${isChoice ? " Alipay and USDC need no card and settle after a few seconds." : ""}`;
  return `<div class="card-fields"><div class="field"><label for="card">Card number</label>
<input id="card" name="card" inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242" value="${escapeHtml(form.card)}"${marks(form, "card") || ' aria-describedby="card-hint"'}>
<span class="muted" id="card-hint">${hint}</span></div></div>`;
}
