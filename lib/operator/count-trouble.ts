import "server-only";
import { needsAttention } from "@/lib/billing/rules/retry-event";
import { sqlPool } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import {
  failedMail,
  heldPayment,
  lateJob,
  lateMail,
  latePayment,
  lateRequest,
  missingInvoice,
} from "./internal/late";

/**
 * How many of these need an operator: the ledger (its last verification found something, or is older than two days),
 * reconciliation (the last one found a drift), payments, payments without a purchase, missing invoices, Stripe events,
 * data requests, jobs, mail. Cheap enough for every page of an operator: it reads indexes and small tables, and no
 * wallets. For operators: the caller checks that before.
 */
export async function countTrouble(): Promise<number> {
  const { rows } = await sqlPool().query<{ count: number }>(
    `select (exists (select from purchases where ${latePayment})::int
           + exists (select from unmatched_payments where ${heldPayment})::int
           + exists (select from auto_top_up_attempts where ${missingInvoice})::int
           + exists (select from stripe_events where ${needsAttention})::int
           + exists (select from (select drift_nanos from reconciliations where drift_nanos is not null
                      order by finished_at desc limit 1) last where drift_nanos > 0)::int
           + exists (select from data_requests where ${lateRequest})::int
           + exists (select from job_runs where ${lateJob})::int
           + exists (select from outbox_mails where ${lateMail} or ${failedMail})::int
           + exists (
               select from (select * from ledger_verifications where finished_at is not null
                            order by finished_at desc limit 1) last
               where failure is not null or finished_at < now() - interval '2 days'
                  or jsonb_path_exists(checks, '$[*] ? (@.ok == false)'))::int) as count`,
  );
  return present(rows[0], "count").count;
}
