import type Stripe from "stripe";
import { escapeHtml } from "@/lib/kernel/escape-html";
import { pageHtml } from "@/lib/sandbox/http/html";
import { moneyText } from "./money";
import { testNote } from "./pay-page";

/** The bank's authentication page. `amount` is null when a card is saved and nothing is paid. */
export function authenticationPage(amount: number | null, currency: string | null): string {
  const heading = amount === null ? "Confirm your card" : "Confirm your payment";
  const asked = amount === null ? "that you save this card" : `a payment of ${moneyText(amount, currency)}`;
  return pageHtml(
    heading,
    `<main class="narrow">${testNote}<h1>${heading}</h1>
<p>Your bank asks you to confirm ${asked}.</p>
<form method="post" class="card"><div class="actions">
<button class="primary" name="answer" value="confirm">Complete authentication</button>
<button name="answer" value="fail">Fail authentication</button>
</div></form></main>`,
  );
}

/** A page with a message: the session is over, or does not exist. */
export function noticePage(
  title: string,
  text: string,
  link: { href: string; label: string } | null = null,
): string {
  const back = link ? `<p><a href="${escapeHtml(link.href)}">${escapeHtml(link.label)}</a></p>` : "";
  return pageHtml(
    title,
    `<main class="narrow">${testNote}<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>${back}</main>`,
  );
}

/** The receipt of a charge, with its line items, if known, and refunds. */
export function receiptPage(
  charge: Stripe.Charge,
  lines: readonly { name: string; amount: number }[],
): string {
  const money = (cents: number) => moneyText(cents, charge.currency);
  const shown = lines.length > 0 ? lines : [{ name: charge.description ?? "Payment", amount: charge.amount }];
  const rows = shown.map(
    (line) => `<tr><td>${escapeHtml(line.name)}</td><td class="amount">${money(line.amount)}</td></tr>`,
  );
  const refunded =
    charge.amount_refunded > 0
      ? `<tr><th scope="row">Refunded</th><td class="amount">${money(-charge.amount_refunded)}</td></tr>`
      : "";
  const date = new Date(charge.created * 1_000).toISOString().slice(0, 10);
  return pageHtml(
    `Receipt ${money(charge.amount)}`,
    `<main class="narrow">${testNote}<div class="card stub"><h1>Receipt</h1>
<dl><dt>Amount paid</dt><dd>${money(charge.amount)}</dd><dt>Date</dt><dd><time datetime="${date}">${date}</time></dd>
<dt>Paid with</dt><dd>${escapeHtml(methodText(charge))}</dd><dt>Reference</dt><dd>${escapeHtml(charge.id)}</dd></dl>
<table><caption>Items</caption>
<thead><tr><th scope="col">Item</th><th scope="col" class="amount">Amount</th></tr></thead><tbody>${rows.join("")}</tbody>
<tfoot><tr class="total"><th scope="row">Total</th><td class="amount">${money(charge.amount)}</td></tr>${refunded}</tfoot></table></div></main>`,
  );
}

function methodText(charge: Stripe.Charge): string {
  const details = charge.payment_method_details;
  if (details?.type === "alipay") return "Alipay";
  if (details?.type === "crypto") return "USDC";
  const brand = details?.card?.brand ?? "card";
  return `${brand.slice(0, 1).toUpperCase()}${brand.slice(1)} ending in ${details?.card?.last4 ?? "????"}`;
}
