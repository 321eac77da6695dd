import type Stripe from "stripe";
import { nowSeconds } from "@/lib/sandbox/stripe/objects/id";
import { newInvoice, newInvoicePayment, type WireInvoice } from "@/lib/sandbox/stripe/objects/invoice";
import type { World } from "@/lib/sandbox/stripe/world";
import { customerOf } from "./billing-details";
import { taxIdsOf } from "./tax-id";

/** Writes the invoice of a session that has just been paid, if it wants one: drafted, finalized and paid at once. */
export function invoicePayment(
  world: World,
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent,
): void {
  const note = world.store.sessionNotes.get(session.id);
  const customer = customerOf(world, session);
  if (!session.invoice_creation?.enabled || !note || !customer) return;
  const invoice = newInvoice({
    customer,
    taxIds: taxIdsOf(world, customer.id),
    items: note.lineItems,
    data: session.invoice_creation.invoice_data,
    automaticTax: session.automatic_tax,
    currency: intent.currency,
    email: session.customer_details?.email ?? null,
  });
  world.store.invoices.set(invoice.id, invoice);
  session.invoice = invoice.id;
  world.emit("invoice.created", invoice);
  finalizeInvoice(world, invoice, customer);
  settleInvoice(world, invoice, intent.id);
}

/** Marks an open invoice as paid by an intent that has succeeded. */
export function settleInvoice(world: World, invoice: WireInvoice, intent: string): void {
  const payment = newInvoicePayment(invoice, intent);
  world.store.invoicePayments.set(payment.id, payment);
  const previous = { status: invoice.status, amount_paid: 0, amount_remaining: invoice.total };
  Object.assign(invoice, {
    status: "paid",
    amount_paid: invoice.total,
    amount_remaining: 0,
    attempt_count: 1,
    attempted: true,
    status_transitions: { ...invoice.status_transitions, paid_at: nowSeconds() },
  } satisfies Partial<WireInvoice>);
  world.emit("invoice.updated", invoice, previous);
  world.emit("invoice.paid", invoice);
  world.emit("invoice.payment_succeeded", invoice);
  world.emit("invoice_payment.paid", payment);
}

/** Gives an invoice the next number of its customer, and its documents. */
export function finalizeInvoice(world: World, invoice: WireInvoice, customer: Stripe.Customer): void {
  const sequence = customer.next_invoice_sequence ?? 1;
  customer.next_invoice_sequence = sequence + 1;
  const page = `${world.origin}/i/${invoice.id}`;
  const at = nowSeconds();
  Object.assign(invoice, {
    status: "open",
    number: `${customer.invoice_prefix ?? "X"}-${String(sequence).padStart(4, "0")}`,
    effective_at: at,
    hosted_invoice_url: page,
    invoice_pdf: `${page}/pdf`,
    status_transitions: { ...invoice.status_transitions, finalized_at: at },
  } satisfies Partial<WireInvoice>);
  world.emit("invoice.finalized", invoice);
}
