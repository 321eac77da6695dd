import "server-only";
import { needsAttention } from "@/lib/billing/rules/retry-event";
import { sqlPool } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import type { Nanos } from "@/lib/kernel/money";
import {
  failedMail,
  heldPayment,
  lateJob,
  lateMail,
  latePayment,
  lateRequest,
  missingInvoice,
} from "./internal/late";

export type InstallationHealth = {
  /** All balances together: credits that were bought or granted, and not used yet. */
  readonly floatNanos: Nanos;
  /** Set aside for running requests. */
  readonly heldNanos: Nanos;
  /** Not decided for longer than the slowest payment methods take. */
  readonly latePayments: number;
  /** Received by Stripe and taken by no purchase, until an operator decides; or their refund keeps failing. */
  readonly heldPayments: number;
  /** Invoices of automatic charges that were given up, until an operator decides. */
  readonly missingInvoices: number;
  readonly lastEventAt: Date | null;
  /** Stripe events that an operator has to look at. */
  readonly failedEvents: number;
  /** What the last reconciliation found to differ; null before the first one. */
  readonly driftNanos: Nanos | null;
  /** Requests about personal data that are open, and those that are past a deadline. */
  readonly openRequests: number;
  readonly lateRequests: number;
  readonly jobs: number;
  readonly lateJobs: number;
  readonly waitingMails: number;
  /** Waiting for too long, or given up in the last week. */
  readonly troubledMails: number;
};

/** The figures of the whole installation. For operators: the caller checks that before. */
export async function getHealth(): Promise<InstallationHealth> {
  const { rows } = await sqlPool().query<InstallationHealth>(
    `select totals.*, mails.*, jobs.*, requests.*,
            (select count(*)::int from purchases where ${latePayment}) as "latePayments",
            (select count(*)::int from unmatched_payments where ${heldPayment}) as "heldPayments",
            (select count(*)::int from auto_top_up_attempts where ${missingInvoice}) as "missingInvoices",
            (select count(*)::int from stripe_events where ${needsAttention}) as "failedEvents",
            (select drift_nanos from reconciliations where drift_nanos is not null
              order by finished_at desc limit 1) as "driftNanos",
            (select max(received_at) from stripe_events) as "lastEventAt"
     from (select coalesce(sum(credited_nanos - debited_nanos), 0)::bigint as "floatNanos",
                  coalesce(sum(held_nanos), 0)::bigint as "heldNanos" from wallets) totals,
          (select count(*) filter (where sent_at is null and failed_at is null)::int as "waitingMails",
                  count(*) filter (where ${lateMail} or ${failedMail})::int as "troubledMails" from outbox_mails) mails,
          (select count(*)::int as "openRequests", count(*) filter (where ${lateRequest})::int as "lateRequests"
             from data_requests where next_due_at is not null) requests,
          (select count(*)::int as jobs, count(*) filter (where ${lateJob})::int as "lateJobs" from job_runs) jobs`,
  );
  return present(rows[0], "row of figures");
}
