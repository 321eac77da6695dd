import "server-only";
import { purgeAccounts } from "@/lib/accounts/purge-accounts";
import { dropExpiredPartitions } from "@/lib/activity/drop-expired-partitions";
import { ensurePartitions } from "@/lib/activity/ensure-partitions";
import { foldUsage } from "@/lib/activity/fold-usage";
import { forgetEndUsers } from "@/lib/activity/forget-end-users";
import { refreshRankings } from "@/lib/activity/refresh-rankings";
import { reconcilePurchases } from "@/lib/billing/reconcile-purchases";
import { type Job, runEvery } from "@/lib/jobs/run-every";
import { within } from "@/lib/kernel/within";
import { expireHolds, purgeClosedHolds } from "@/lib/ledger/processes/expire-holds";
import { log } from "@/lib/config/log";
import { runDueVerification } from "@/lib/ledger/verifications/run-due-verification";
import { sealLedger } from "@/lib/ledger/seal-ledger";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { purgeMails } from "@/lib/mail/purge-mails";
import { applyRetention } from "@/lib/privacy/apply-retention";
import { eraseContent } from "@/lib/privacy/erase-content";
import { eraseWorkspaces } from "@/lib/privacy/erase-workspaces";
import { purgeExpired } from "@/lib/privacy/purge-expired";

/** Everything that happens without being asked for; one line each, with the reason for its pace. */
const jobs: readonly Job[] = [
  // Credits that no webhook announced arrive within two minutes.
  { name: "reconcile-purchases", everyMs: 60_000, run: async () => void (await reconcilePurchases()) },
  // What was used is in the charts within two seconds also when nobody reads them; most runs find nothing.
  { name: "fold-usage", everyMs: 1_000, run: foldUsage },
  // A process counts as dead after 30 s of silence; with this what it held is spendable again within a minute. The
  // first run is at the start, for what this process's predecessor left.
  { name: "expire-holds", everyMs: 10_000, run: async () => void (await expireHolds()) },
  { name: "purge-closed-holds", everyMs: 3_600_000, run: async () => void (await purgeClosedHolds()) },
  // Leaves are made four weeks ahead; a day's pace leaves room for a long standstill.
  { name: "ensure-partitions", everyMs: 6 * 3_600_000, run: async () => void (await ensurePartitions()) },
  // Hourly, so that every expired row is gone within a day.
  {
    name: "drop-expired-partitions",
    everyMs: 3_600_000,
    run: async () => void (await dropExpiredPartitions()),
  },
  // With the rows, so that no name of an end user outlives them by more than a day.
  { name: "forget-end-users", everyMs: 3_600_000, run: async () => void (await forgetEndUsers()) },
  // Mails leave right after the commit that wrote them; this is for those that were refused, first after 10 s.
  { name: "deliver-mails", everyMs: 10_000, run: deliverMails },
  // Hourly, so that lines of the security log and sent addresses are gone on the day they are due.
  { name: "purge-accounts", everyMs: 3_600_000, run: async () => void (await purgeAccounts()) },
  { name: "purge-mails", everyMs: 3_600_000, run: async () => void (await purgeMails()) },
  // A changed retention is followed within minutes; most runs find nothing to do.
  { name: "apply-retention", everyMs: 5 * 60_000, run: async () => void (await applyRetention()) },
  { name: "purge-expired", everyMs: 3_600_000, run: async () => void (await purgeExpired()) },
  // What a deleted account leaves of its activity goes within the hour; the promise is 30 days.
  { name: "erase-workspaces", everyMs: 3_600_000, run: async () => void (await eraseWorkspaces()) },
  // Content that was deleted is hidden at once and goes at once, in the process that was asked; this is for what that left.
  { name: "erase-content", everyMs: 60_000, run: async () => void (await eraseContent()) },
  // Rankings are looked at, not acted on: an hour old is fresh.
  { name: "refresh-rankings", everyMs: 3_600_000, run: refreshRankings },
  // What changed behind our back is found from an hour after its writing on, whoever owns the tables.
  { name: "seal-ledger", everyMs: 3_600_000, run: seal },
  // One is due daily; an operator who asks for one sees it start within seconds.
  { name: "verify-ledger", everyMs: 5_000, run: async () => void (await runDueVerification()) },
];

/** The newest seal goes to the log, which is outside of the database: who cuts seals off there leaves it here. */
async function seal(): Promise<void> {
  const { sealed, newest } = await sealLedger();
  if (sealed > 0 && newest)
    log().info({ count: sealed, seal: `${newest.number}:${newest.mac}` }, "ledger sealed");
}

/**
 * How long a stop waits for runs that are under way. Every job takes up again what a run left: mails that were not sent go
 * out after the next start.
 */
const stopMsMax = 10_000;

/** Starts the clockwork in this process. Several processes may: each job runs in one of them at a time. */
export function startJobs(): { stop(): Promise<void> } {
  const running = jobs.map(runEvery);
  return {
    stop: async () => {
      await within(Promise.all(running.map((job) => job.stop())), stopMsMax);
    },
  };
}
