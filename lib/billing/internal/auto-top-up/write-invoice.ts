import "server-only";
import type Stripe from "stripe";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import { db, transaction } from "@/lib/db/client";
import { assert } from "@/lib/kernel/assert";
import { untaxedText } from "@/lib/billing/rules/auto-top-up/untaxed";
import { eventOfInvoice } from "@/lib/billing/rules/billing-events";
import { wholeCents } from "@/lib/billing/rules/purchase-amount";
import { applyBillingEvent } from "../apply-billing-event";
import { copyProfile } from "../profile/copy-profile";
import { lockPurchase } from "../purchase-row";
import { rememberInvoiceId } from "../record-invoice";
import { patience, stripe } from "../stripe-client";
import { beginInvoice, type DueInvoice } from "./due-invoice";

/**
 * Writes the invoice of an automatic charge, or continues where an earlier call stopped. Resolves to "waiting" while the
 * billing profile has not reached Stripe: the invoice would name someone else. Throws when Stripe fails.
 *
 * Every request under an idempotency key consists of stored columns and constants, because Stripe rejects a key that comes
 * with other parameters. What may change between two attempts is set on the draft, without a key.
 */
export async function writeInvoice(due: DueInvoice, now: Date): Promise<"issued" | "waiting"> {
  const { id, workspaceId, totalCents } = due;
  await copyProfile(workspaceId);
  const profile = await db().billingProfile.findUnique({
    where: { workspaceId },
    select: { reference: true, version: true, copiedVersion: true },
  });
  if (!profile || profile.version !== profile.copiedVersion) return "waiting";
  await beginInvoice(due, now);
  let invoice = due.invoiceId
    ? await stripe().invoices.retrieve(due.invoiceId, {}, patience)
    : await draft(due);
  if (invoice.status === "draft") {
    await stripe().invoices.update(invoice.id, wordsOf(profile.reference), patience);
    if (invoice.total === 0) invoice = await addLines(invoice.id, due);
  }
  assert(invoice.total === totalCents, "an invoice has the amount that was charged");
  if (invoice.status === "draft") {
    const key = { idempotencyKey: keyOf("invoice_final", due), ...patience };
    invoice = await stripe().invoices.finalizeInvoice(invoice.id, { auto_advance: false }, key);
  }
  if (invoice.status === "open") {
    const key = { idempotencyKey: keyOf("invoice_paid", due), ...patience };
    const payment = { payment_intent: due.paymentIntentId };
    invoice = await stripe().invoices.attachPayment(invoice.id, payment, key);
  }
  const invoiced = invoice.status === "paid" ? eventOfInvoice(invoice) : null;
  assert(invoiced !== null, "an invoice is paid by the payment that is attached to it");
  await transaction((tx) => applyBillingEvent(tx, id, invoiced, "invoice"));
  return "issued";
}

function keyOf(step: string, { id, round }: DueInvoice): string {
  return round === 0 ? `${step}:${id}` : `${step}:${id}:${round}`;
}

/** `send_invoice` without automatic advancement: Stripe neither charges a card nor sends a mail. */
async function draft(due: DueInvoice): Promise<Stripe.Invoice> {
  const { id, workspaceId, customerId } = due;
  const invoice = await stripe().invoices.create(
    {
      customer: customerId,
      currency: "usd",
      collection_method: "send_invoice",
      days_until_due: 0,
      auto_advance: false,
      pending_invoice_items_behavior: "exclude",
      description: `${product.name} credits, auto top-up, purchase ${id}`,
      metadata: { purchase_id: id, workspace_id: workspaceId },
    },
    { idempotencyKey: keyOf("invoice", due), ...patience },
  );
  await transaction(async (tx) => rememberInvoiceId(tx, await lockPurchase(tx, id), invoice.id));
  return invoice;
}

/** The lines that a workspace or an operator may change while the invoice is written. */
function wordsOf(reference: string): Stripe.InvoiceUpdateParams {
  return {
    custom_fields: reference ? [{ name: "Reference", value: reference }] : "",
    footer: env().stripe.automaticTax ? untaxedText : "",
  };
}

function addLines(invoiceId: string, due: DueInvoice): Promise<Stripe.Invoice> {
  const { creditsNanos, feeNanos } = due;
  const fee = { amount: wholeCents(feeNanos), description: "Service fee" };
  const credits = { amount: wholeCents(creditsNanos), description: `${product.name} credits` };
  const lines = feeNanos > 0n ? [credits, fee] : [credits];
  const key = { idempotencyKey: keyOf("invoice_lines", due), ...patience };
  return stripe().invoices.addLines(invoiceId, { lines }, key);
}
