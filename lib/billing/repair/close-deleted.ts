import "server-only";
import { log } from "@/lib/config/log";
import { sqlPool, sqlTransaction, transaction } from "@/lib/db/client";
import { markCustomerDeleted } from "@/lib/deletions/add-removed";
import { applyBillingEvent } from "../internal/apply-billing-event";
import { inLanes } from "../internal/in-lanes";
import { isMissing, patience, stripe, stripeErrorFacts } from "../internal/stripe-client";
import { repairPauseMs } from "../rules/repair-pace";

/** Most workspaces of one run, those that have waited the longest first. */
const batchMax = 50;
const lanes = 5;
/** Most open pages of one workspace that one run ends. */
const pagesMax = 20;

type Due = { readonly workspaceId: string; readonly customerId: string; readonly attempts: number };
type Closed = { expired: number; customers: number; failed: number };

/**
 * Ends at Stripe what deleted workspaces left there: open payment pages expire, and the customer is deleted with name,
 * address and saved cards, once no payment is undecided and no invoice is unfinished (`issueInvoices` withdraws it). A payment that is made in the meantime is refunded (`refundUnmatched`). Run every minute. A
 * workspace that Stripe rejects, or that waits for a payment to be decided, is tried again at growing distances, up to a
 * day, and holds up no other.
 */
export async function closeDeleted(): Promise<Readonly<Closed>> {
  // The column is rounded to milliseconds, up as well as down.
  const { rows } = await sqlPool().query<Due>(
    `select c.workspace_id as "workspaceId", c.customer_id as "customerId", c.close_attempts as attempts
       from stripe_customers c join workspaces w on w.id = c.workspace_id
      where w.deleted_at is not null and c.next_close_at <= now() + interval '1 millisecond'
      order by c.next_close_at, c.workspace_id limit ${batchMax}`,
  );
  const totals: Closed = { expired: 0, customers: 0, failed: 0 };
  await inLanes(rows, lanes, (due) => closeOne(due, totals));
  return totals;
}

async function closeOne(due: Due, totals: Closed): Promise<void> {
  const { workspaceId, customerId } = due;
  try {
    totals.expired += await expirePages(workspaceId);
    if (await hasUnsettled(workspaceId)) return await postpone(due);
    await deleteCustomer(customerId);
    await sqlTransaction(async (client) => {
      await client.query("delete from stripe_customers where workspace_id = $1 and customer_id = $2", [
        workspaceId,
        customerId,
      ]);
      await markCustomerDeleted(client, workspaceId);
    });
    totals.customers += 1;
  } catch (error) {
    totals.failed += 1;
    log().warn({ event: "deleted_not_closed", workspaceId, ...stripeErrorFacts(error) });
    await postpone(due);
  }
}

async function expirePages(workspaceId: string): Promise<number> {
  const { rows } = await sqlPool().query<{ id: string; sessionId: string }>(
    `select id, checkout_session_id as "sessionId" from purchases
      where workspace_id = $1 and state = 'open' and checkout_session_id is not null
      order by id limit ${pagesMax}`,
    [workspaceId],
  );
  let expired = 0;
  for (const { id, sessionId } of rows) {
    try {
      await stripe().checkout.sessions.expire(sessionId, {}, patience);
    } catch (error) {
      // A page that was paid or has expired cannot be expired; the poller learns which.
      if (isClosed(error)) continue;
      if (!isMissing(error)) throw error;
    }
    const ref = { purchaseId: id, sessionId, paymentIntentId: null, chargeId: null };
    await transaction((tx) => applyBillingEvent(tx, id, { kind: "expired", ref }, "deletion"));
    expired += 1;
  }
  return expired;
}

function isClosed(error: unknown): boolean {
  return stripeErrorFacts(error)["status"] === 400 && !isMissing(error);
}

async function hasUnsettled(workspaceId: string): Promise<boolean> {
  const { rowCount } = await sqlPool().query(
    `select from purchases where workspace_id = $1 and state in ('open', 'pending')
     union all
     select from auto_top_up_attempts where workspace_id = $1 and invoice_next_at is not null limit 1`,
    [workspaceId],
  );
  return rowCount === 1;
}

async function deleteCustomer(customerId: string): Promise<void> {
  try {
    await stripe().customers.del(customerId, {}, patience);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function postpone({ workspaceId, attempts }: Due): Promise<void> {
  await sqlPool().query(
    `update stripe_customers
        set close_attempts = close_attempts + 1, next_close_at = now() + $2::int * interval '1 millisecond'
      where workspace_id = $1`,
    [workspaceId, repairPauseMs(attempts + 1)],
  );
}
