import "server-only";
import { log } from "@/lib/config/log";
import { sqlPool, transaction } from "@/lib/db/client";
import { type Clock, msPerDay, msPerSecond, systemClock } from "@/lib/kernel/clock";
import { applyBillingEvent } from "../internal/apply-billing-event";
import { isMissing, patience, stripe, stripeErrorFacts } from "../internal/stripe-client";
import { eventOfInvoice } from "../rules/billing-events";

const batchMax = 20;
/** The event with the documents usually arrives within seconds of the payment. */
const youngestMs = 30 * msPerSecond;
/** After that, an invoice is taken to have no documents. */
const oldestMs = msPerDay;

/**
 * Fetches number and documents of invoices that a paid session named and no event has described. Run every minute; what
 * fails is tried again. Those of automatic charges are written by this product (auto-top-up/issue-invoices.ts).
 */
export async function fetchInvoices(clock: Clock = systemClock): Promise<{ readonly fetched: number }> {
  const now = clock().getTime();
  const { rows } = await sqlPool().query<{ id: string; invoiceId: string }>(
    `select p.id, p.invoice_id as "invoiceId" from purchases p join workspaces w on w.id = p.workspace_id
      where p.invoice_id is not null and p.invoice_url is null and p.credited_at between $1 and $2
        and w.deleted_at is null and p.origin = 'checkout'
      order by p.credited_at limit ${batchMax}`,
    [new Date(now - oldestMs), new Date(now - youngestMs)],
  );
  let fetched = 0;
  for (const { id, invoiceId } of rows) {
    try {
      const invoiced = eventOfInvoice(await stripe().invoices.retrieve(invoiceId, {}, patience));
      if (!invoiced) continue;
      await transaction((tx) => applyBillingEvent(tx, id, invoiced, "invoice"));
      fetched += 1;
    } catch (error) {
      if (!isMissing(error))
        log().warn({ event: "invoice_not_fetched", purchase: id, ...stripeErrorFacts(error) });
    }
  }
  return { fetched };
}
