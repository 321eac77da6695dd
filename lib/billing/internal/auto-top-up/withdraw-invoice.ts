import "server-only";
import type Stripe from "stripe";
import { db, transaction } from "@/lib/db/client";
import { eventOfInvoice } from "@/lib/billing/rules/billing-events";
import { applyBillingEvent } from "../apply-billing-event";
import { listPages } from "../list-pages";
import { isMissing, patience, stripe } from "../stripe-client";
import type { DueInvoice } from "./due-invoice";

/** Far more invoices than a customer has after the one that is looked for. */
const pagesMax = 10;

/**
 * Takes an unfinished invoice back at Stripe, so that no one pays for a purchase that was paid: a draft is deleted, an
 * open one is voided. May be repeated. Resolves to "paid" when its payment was attached after all, and to "withdrawn"
 * otherwise. Throws when Stripe fails.
 */
export async function withdrawInvoice(due: DueInvoice): Promise<"withdrawn" | "paid"> {
  const { id, workspaceId } = due;
  const found = due.invoiceId ? await retrieve(due.invoiceId) : await findLost(due);
  // A deleted account's has no documents, and keeps its number.
  if (found?.status === "paid") {
    const invoiced = eventOfInvoice(found);
    if (invoiced) await transaction((tx) => applyBillingEvent(tx, id, invoiced, "invoice"));
    return "paid";
  }
  if (found?.status === "draft") await stripe().invoices.del(found.id, {}, patience);
  else if (found?.status === "open" || found?.status === "uncollectible")
    await stripe().invoices.voidInvoice(found.id, {}, patience);
  const where = { id, workspaceId, invoiceId: due.invoiceId, invoiceNumber: null };
  await db().purchase.updateMany({ where, data: { invoiceId: null } });
  return "withdrawn";
}

/** Null when it was deleted. */
async function retrieve(invoiceId: string): Promise<Stripe.Invoice | null> {
  try {
    return await stripe().invoices.retrieve(invoiceId, {}, patience);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** A draft whose response was lost, by the purchase's id in its metadata. */
async function findLost({ id, begunAt, customerId: customer }: DueInvoice): Promise<Stripe.Invoice | null> {
  if (!begunAt) return null;
  let found: Stripe.Invoice | undefined;
  await listPages(
    pagesMax,
    (page) => stripe().invoices.list({ customer, ...page }, patience),
    (invoices) => {
      found = invoices.find(({ metadata, status }) => metadata?.["purchase_id"] === id && status !== "void");
      return found ? "enough" : undefined;
    },
  );
  return found ?? null;
}
