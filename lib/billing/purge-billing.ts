import "server-only";
import { env } from "@/lib/config/env";
import { sqlPool, sqlTransaction } from "@/lib/db/client";
import { deleteInBatches } from "@/lib/db/delete-in-batches";
import { type Clock, msPerDay, systemClock } from "@/lib/kernel/clock";

/** Most workspaces of one run; the next run continues. */
const batchMax = 500;
/** Events that concerned no purchase are of no use once Stripe no longer lists them, which it does for 30 days. */
const ignoredDays = 90;
/** Refunds and disputes are compared for 120 days; about an older payment of something else no one asks. */
const foreignDays = 150;

/** The tables with a workspace's billing records, in the order of their deletion. */
const tables = [
  "auto_top_up_attempts",
  "auto_top_ups",
  "card_setups",
  "saved_cards",
  "purchase_refunds",
  "purchase_disputes",
  "unmatched_payments",
  "purchases",
];

export type PurgedBilling = { readonly workspaces: number; readonly events: number };

/**
 * Removes the billing records of workspaces that were deleted longer ago than the legal period
 * (`BILLING_RETENTION_YEARS`), whether or not they ever bought something, and events that concerned no purchase. Transfers
 * and agreements to charge a card stay, because history is never changed: without these records they name no one.
 */
export async function purgeBilling(clock: Clock = systemClock): Promise<PurgedBilling> {
  const now = clock();
  const before = new Date(now);
  before.setUTCFullYear(before.getUTCFullYear() - env().billingRetentionYears);
  const hasRecords = tables.map((table) => `exists (select from ${table} where workspace_id = w.id)`);
  const { rows } = await sqlPool().query<{ id: string }>(
    `select w.id from workspaces w where w.deleted_at < $1 and (${hasRecords.join(" or ")})
     order by w.deleted_at limit ${batchMax}`,
    [before],
  );
  for (const { id } of rows) await purgeWorkspace(id);
  const events = await purgeOld({
    table: "stripe_events",
    where: "outcome = 'ignored' and purchase_id is null and received_at < $1",
    before: new Date(now.getTime() - ignoredDays * msPerDay),
  });
  await purgeOld({
    table: "foreign_payments",
    where: "found_at < $1",
    before: new Date(now.getTime() - foreignDays * msPerDay),
  });
  return { workspaces: rows.length, events };
}

type Old = { readonly table: string; readonly where: string; readonly before: Date };

async function purgeOld({ table, where, before }: Old): Promise<number> {
  const { rows } = await deleteInBatches(async (size) => {
    const text = `delete from ${table} where ctid = any(array(select ctid from ${table} where ${where} limit $2))`;
    return (await sqlPool().query(text, [before, size])).rowCount ?? 0;
  });
  return rows;
}

/** Rows that name a purchase, or a payment that no purchase could take, instead of a workspace. */
const rowsOfPayments = [
  "delete from stripe_events where purchase_id in (select id from purchases where workspace_id = $1)",
  "delete from stripe_balance_transactions where purchase_id in (select id from purchases where workspace_id = $1)",
  `delete from stripe_balance_transactions where purchase_id is null
      and payment_intent_id in (select payment_intent_id from unmatched_payments where workspace_id = $1)`,
];

async function purgeWorkspace(workspaceId: string): Promise<void> {
  await sqlTransaction(async (client) => {
    await client.query("insert into purged_billing (workspace_id) values ($1) on conflict do nothing", [
      workspaceId,
    ]);
    for (const text of rowsOfPayments) await client.query(text, [workspaceId]);
    for (const table of tables)
      await client.query(`delete from ${table} where workspace_id = $1`, [workspaceId]);
  });
}
