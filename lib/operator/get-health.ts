import "server-only";
import { sqlPool } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import type { Nanos } from "@/lib/kernel/money";
import { failedMail, lateJob, lateMail, latePayment } from "./internal/late";

export type InstallationHealth = {
  /** All balances together: credits that were bought or granted, and not used yet. */
  readonly floatNanos: Nanos;
  /** Set aside for running requests. */
  readonly heldNanos: Nanos;
  /** Not decided for longer than the slowest payment methods take. */
  readonly latePayments: number;
  readonly lastEventAt: Date | null;
  readonly jobs: number;
  readonly lateJobs: number;
  readonly waitingMails: number;
  /** Waiting for too long, or given up in the last week. */
  readonly troubledMails: number;
};

/** The figures of the whole installation. For operators: the caller checks that before. */
export async function getHealth(): Promise<InstallationHealth> {
  const { rows } = await sqlPool().query<InstallationHealth>(
    `select totals.*, mails.*, jobs.*,
            (select count(*)::int from purchases where ${latePayment}) as "latePayments",
            (select max(processed_at) from stripe_events) as "lastEventAt"
     from (select coalesce(sum(credited_nanos - debited_nanos), 0)::bigint as "floatNanos",
                  coalesce(sum(held_nanos), 0)::bigint as "heldNanos" from wallets) totals,
          (select count(*) filter (where sent_at is null and failed_at is null)::int as "waitingMails",
                  count(*) filter (where ${lateMail} or ${failedMail})::int as "troubledMails" from outbox_mails) mails,
          (select count(*)::int as jobs, count(*) filter (where ${lateJob})::int as "lateJobs" from job_runs) jobs`,
  );
  return present(rows[0], "row of figures");
}
