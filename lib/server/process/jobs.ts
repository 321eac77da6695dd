import "server-only";
import { purgeAccounts } from "@/lib/accounts/purge-accounts";
import { dropExpiredPartitions } from "@/lib/activity/drop-expired-partitions";
import { ensurePartitions } from "@/lib/activity/ensure-partitions";
import { foldUsage } from "@/lib/activity/fold-usage";
import { forgetEndUsers } from "@/lib/activity/forget-end-users";
import { refreshRankings } from "@/lib/activity/refresh-rankings";
import { reconcilePurchases } from "@/lib/billing/reconcile-purchases";
import { listJobs } from "@/lib/jobs/list-jobs";
import { type Job, runEvery } from "@/lib/jobs/run-every";
import { within } from "@/lib/kernel/within";
import { expireHolds, purgeClosedHolds } from "@/lib/ledger/processes/expire-holds";
import { errorFacts, log } from "@/lib/config/log";
import { runDueVerification } from "@/lib/ledger/verifications/run-due-verification";
import { sealLedger } from "@/lib/ledger/seal-ledger";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { purgeMails } from "@/lib/mail/purge-mails";
import { applyRetention } from "@/lib/privacy/apply-retention";
import { eraseContent } from "@/lib/privacy/erase-content";
import { eraseWorkspaces } from "@/lib/privacy/erase-workspaces";
import { purgeExpired } from "@/lib/privacy/purge-expired";

/** All scheduled jobs, with the reason for each interval. */
export const jobs: readonly Job[] = [
  // Credits whose webhook did not arrive are added within two minutes.
  { name: "reconcile-purchases", everyMs: 60_000, run: async () => void (await reconcilePurchases()) },
  // Usage is in the charts within two seconds, even if no one reads them; most runs find nothing.
  { name: "fold-usage", everyMs: 1_000, run: foldUsage },
  // A process counts as dead after 30 s without a heartbeat; with this interval its holds are released within a minute.
  // The first run is at the start, for the holds of this process's predecessor.
  { name: "expire-holds", everyMs: 10_000, run: async () => void (await expireHolds()) },
  { name: "purge-closed-holds", everyMs: 3_600_000, run: async () => void (await purgeClosedHolds()) },
  // Partitions are created four weeks ahead, which leaves room for a long downtime.
  { name: "ensure-partitions", everyMs: 6 * 3_600_000, run: async () => void (await ensurePartitions()) },
  // Hourly, so that every expired row is gone within a day.
  {
    name: "drop-expired-partitions",
    everyMs: 3_600_000,
    run: async () => void (await dropExpiredPartitions()),
  },
  // At the same interval as the rows, so that no end user's name outlives them by more than a day.
  { name: "forget-end-users", everyMs: 3_600_000, run: async () => void (await forgetEndUsers()) },
  // Mails are sent right after the commit that wrote them. This retries failed ones, first after 10 s.
  { name: "deliver-mails", everyMs: 10_000, run: deliverMails },
  // Hourly, so that entries of the security log and addresses of sent mails are removed on the day they are due.
  { name: "purge-accounts", everyMs: 3_600_000, run: async () => void (await purgeAccounts()) },
  { name: "purge-mails", everyMs: 3_600_000, run: async () => void (await purgeMails()) },
  // A changed retention is applied within minutes; most runs find nothing to do.
  { name: "apply-retention", everyMs: 5 * 60_000, run: async () => void (await applyRetention()) },
  { name: "purge-expired", everyMs: 3_600_000, run: async () => void (await purgeExpired()) },
  // The activity of a deleted account is removed within the hour; the promise is 30 days.
  { name: "erase-workspaces", everyMs: 3_600_000, run: async () => void (await eraseWorkspaces()) },
  // Deleted content is hidden immediately and removed by the process that handled the request. This removes the rest.
  { name: "erase-content", everyMs: 60_000, run: async () => void (await eraseContent()) },
  // Rankings are only informative: an hour old is fresh enough.
  { name: "refresh-rankings", everyMs: 3_600_000, run: refreshRankings },
  // Unauthorized changes are detected from an hour after a transfer was written, even by the owner of the tables.
  { name: "seal-ledger", everyMs: 3_600_000, run: seal },
  // One is due daily; an operator who asks for one sees it start within seconds.
  { name: "verify-ledger", everyMs: 5_000, run: async () => void (await runDueVerification()) },
];

/** The newest seal is logged, which is outside of the database: it remains if seals are cut off there. */
async function seal(): Promise<void> {
  const { sealed, newest } = await sealLedger();
  if (sealed > 0 && newest)
    log().info({ count: sealed, seal: `${newest.number}:${newest.mac}` }, "ledger sealed");
}

/**
 * How long a stop waits for runs in progress. Every job continues where a run left off: unsent mails are sent after the
 * next start.
 */
const stopMsMax = 10_000;

/** Starts the scheduler in this process. Several processes may do so: each job runs in one of them at a time. */
export function startJobs(): { stop(): Promise<void> } {
  const running = jobs.map(runEvery);
  void listJobs(jobs).catch((error: unknown) =>
    log().error(errorFacts(error), "the jobs could not be listed"),
  );
  return {
    stop: async () => {
      await within(Promise.all(running.map((job) => job.stop())), stopMsMax);
    },
  };
}
