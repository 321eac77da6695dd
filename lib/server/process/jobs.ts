import "server-only";
import { purgeAccounts } from "@/lib/accounts/purge-accounts";
import { purgeDeletions } from "@/lib/deletions/purge-deletions";
import { purgeAlerts } from "@/lib/alerts/notices";
import { sealOlderEntries } from "@/lib/audit/seal-older-entries";
import { watchBalances } from "@/lib/alerts/watch-balances";
import { watchUsage } from "@/lib/alerts/watch-usage";
import { makeArchives } from "@/lib/archives/make-archives";
import { purgeArchives } from "@/lib/archives/purge-archives";
import { purgeRequests } from "@/lib/data-requests/purge-requests";
import { remindOperators } from "@/lib/data-requests/remind-operators";
import { tellDisclosures } from "@/lib/disclosures/tell-disclosures";
import { dropExpiredPartitions } from "@/lib/activity/partitions/drop-expired-partitions";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { foldUsage } from "@/lib/activity/fold-usage";
import { forgetEndUsers } from "@/lib/activity/forget-end-users";
import { refreshRankings } from "@/lib/activity/refresh-rankings";
import { checkSavedCards, detachCards } from "@/lib/billing/auto-top-up/check-saved-cards";
import { finishCardSetups } from "@/lib/billing/auto-top-up/finish-card-setups";
import { issueInvoices } from "@/lib/billing/auto-top-up/issue-invoices";
import { runAutoTopUps } from "@/lib/billing/auto-top-up/run-auto-top-ups";
import { applyDueEvents } from "@/lib/billing/events/apply-events";
import { expireDueCredits } from "@/lib/billing/expiry/expire-credits";
import { purgeBilling } from "@/lib/billing/purge-billing";
import { tellFailingEvents } from "@/lib/billing/events/tell-failing";
import { runDueReconciliation } from "@/lib/billing/reconciliations/run-due-reconciliation";
import { copyBillingProfiles } from "@/lib/billing/profile/copy-billing-profiles";
import { checkPurchases } from "@/lib/billing/repair/check-purchases";
import { closeDeleted } from "@/lib/billing/repair/close-deleted";
import { fetchInvoices } from "@/lib/billing/repair/fetch-invoices";
import { refundUnmatched } from "@/lib/billing/repair/refund-unmatched";
import { sweepEvents } from "@/lib/billing/repair/sweep-events";
import { sweepPayments } from "@/lib/billing/repair/sweep-payments";
import { purgeEvents } from "@/lib/interface-events/purge-events";
import { listJobs } from "@/lib/jobs/list-jobs";
import { type Job, runEvery } from "@/lib/jobs/run-every";
import { within } from "@/lib/kernel/within";
import { purgeRejections } from "@/lib/keys/rejections/count-rejection";
import { expireHolds, purgeClosedHolds } from "@/lib/ledger/processes/expire-holds";
import { errorFacts, log } from "@/lib/config/log";
import { runDueVerification } from "@/lib/ledger/verifications/run-due-verification";
import { sealLedger } from "@/lib/ledger/seal-ledger";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { purgeMails } from "@/lib/mail/purge-mails";
import { announcePolicies } from "@/lib/policies/announce-policies";
import { publishFirstVersions } from "@/lib/policies/publish-policies";
import { currentDrafts } from "@/lib/policy-texts/current-drafts";
import { applyRetention } from "@/lib/privacy/apply-retention";
import { eraseContent } from "@/lib/privacy/erase-content";
import { eraseWorkspaces } from "@/lib/privacy/erase-workspaces";
import { purgeExpired } from "@/lib/privacy/purge-expired";

/** All scheduled jobs, with the reason for each interval. */
export const jobs: readonly Job[] = [
  // Events are applied right after they are stored. This retries failed ones, and those of a process that ended.
  { name: "apply-stripe-events", everyMs: 5_000, run: applyEvents },
  // Credits whose webhook did not arrive are added within minutes, however old the purchase is.
  { name: "check-purchases", everyMs: 10_000, run: async () => void (await checkPurchases()) },
  { name: "sweep-stripe-events", everyMs: 60_000, run: async () => void (await sweepEvents()) },
  // Hourly, so that a run that failed is repeated soon; it works once a day.
  { name: "sweep-stripe-payments", everyMs: 3_600_000, run: async () => void (await sweepPayments()) },
  { name: "expire-credits", everyMs: 3_600_000, run: async () => void (await expireDueCredits()) },
  { name: "purge-billing", everyMs: 24 * 3_600_000, run: async () => void (await purgeBilling()) },
  { name: "refund-unmatched", everyMs: 60_000, run: async () => void (await refundUnmatched()) },
  { name: "close-deleted-billing", everyMs: 60_000, run: async () => void (await closeDeleted()) },
  // A balance that a settlement takes below its threshold is charged within seconds. A run starts charges and returns.
  { name: "run-auto-top-ups", everyMs: 2_000, run: async () => void (await runAutoTopUps()) },
  // Cards whose user did not return from Stripe's page, and those of purchases; most runs find nothing.
  { name: "finish-card-setups", everyMs: 5_000, run: async () => void (await finishCardSetups()) },
  // Removed cards are detached at Stripe within a minute or two, also those of deleted accounts.
  { name: "detach-cards", everyMs: 60_000, run: async () => void (await detachCards()) },
  // Each saved card is checked once a day, in small batches.
  { name: "check-saved-cards", everyMs: 60_000, run: async () => void (await checkSavedCards()) },
  // A profile is copied right after it is saved. This retries failed copies, first after 10 s.
  { name: "copy-billing-profiles", everyMs: 10_000, run: async () => void (await copyBillingProfiles()) },
  // Invoices arrive with their events. This finds those whose event was lost.
  { name: "fetch-invoices", everyMs: 60_000, run: async () => void (await fetchInvoices()) },
  // No one waits for the invoice of an automatic charge.
  { name: "issue-invoices", everyMs: 60_000, run: async () => void (await issueInvoices()) },
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
  // A low balance is reported while there is still time to act. A run without a crossing is three reads.
  { name: "watch-balances", everyMs: 10_000, run: async () => void (await watchBalances()) },
  // A leaked key is reported while there is still money to save. It reads the sums of an hour.
  { name: "watch-usage", everyMs: 30_000, run: async () => void (await watchUsage()) },
  { name: "purge-rejections", everyMs: 3_600_000, run: async () => void (await purgeRejections()) },
  { name: "purge-alerts", everyMs: 3_600_000, run: async () => void (await purgeAlerts()) },
  // Mails are sent right after the commit that wrote them. This retries failed ones, first after 10 s.
  { name: "deliver-mails", everyMs: 10_000, run: deliverMails },
  // Hourly, so that entries of the security log and addresses of sent mails are removed on the day they are due.
  { name: "purge-accounts", everyMs: 3_600_000, run: async () => void (await purgeAccounts()) },
  // At the start, so that every page names its version; afterwards a run finds nothing.
  { name: "publish-policies", everyMs: 3_600_000, run: () => publishFirstVersions(currentDrafts()) },
  // A hundred mails a run: thousands at once would delay the mails that someone waits for.
  { name: "announce-policies", everyMs: 30_000, run: async () => void (await announcePolicies()) },
  // Hourly, so that every event is gone on the day after its thirtieth.
  { name: "purge-interface-events", everyMs: 3_600_000, run: async () => void (await purgeEvents()) },
  { name: "purge-mails", everyMs: 3_600_000, run: async () => void (await purgeMails()) },
  // Its owner waits for it; most runs find nothing. Several processes never make the same one.
  { name: "make-archives", everyMs: 2_000, run: async () => void (await makeArchives()) },
  { name: "purge-archives", everyMs: 3_600_000, run: async () => void (await purgeArchives()) },
  // A changed retention is applied within minutes; most runs find nothing to do.
  { name: "apply-retention", everyMs: 5 * 60_000, run: async () => void (await applyRetention()) },
  { name: "purge-expired", everyMs: 3_600_000, run: async () => void (await purgeExpired()) },
  // The activity of a deleted account is removed within the hour; the promise is 30 days.
  { name: "erase-workspaces", everyMs: 3_600_000, run: async () => void (await eraseWorkspaces()) },
  // Unconfirmed requests are removed on the day they are due.
  { name: "purge-data-requests", everyMs: 3_600_000, run: async () => void (await purgeRequests()) },
  // Once a day, and within the hour when the first request of a day needs an operator.
  { name: "remind-of-data-requests", everyMs: 3_600_000, run: async () => void (await remindOperators()) },
  // People are told within the hour when a prohibition ends. Otherwise they are told immediately.
  { name: "tell-disclosures", everyMs: 3_600_000, run: async () => void (await tellDisclosures()) },
  // Their links work for 90 days and more; a day longer is no harm.
  { name: "purge-deletions", everyMs: 24 * 3_600_000, run: async () => void (await purgeDeletions()) },
  // Names in entries that an earlier version wrote; once they are encrypted, a run finds nothing.
  { name: "seal-audit-log", everyMs: 3_600_000, run: async () => void (await sealOlderEntries()) },
  // Deleted content is hidden immediately and removed by the process that handled the request. This removes the rest.
  { name: "erase-content", everyMs: 60_000, run: async () => void (await eraseContent()) },
  // Rankings are only informative: an hour old is fresh enough.
  { name: "refresh-rankings", everyMs: 3_600_000, run: refreshRankings },
  // Unauthorized changes are detected from an hour after a transfer was written, even by the owner of the tables.
  { name: "seal-ledger", everyMs: 3_600_000, run: seal },
  // One is due daily; an operator who asks for one sees it start within seconds.
  { name: "verify-ledger", everyMs: 5_000, run: async () => void (await runDueVerification()) },
  // One is due hourly; an operator who asks for one sees it start within seconds.
  { name: "reconcile", everyMs: 5_000, run: async () => void (await runDueReconciliation()) },
];

async function applyEvents(): Promise<void> {
  await applyDueEvents();
  await tellFailingEvents();
}

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

/** All at once, the first runs would keep the database from answering those who wait for the start. */
const startGapMs = 20;

/** Starts the scheduler in this process. Several processes may do so: each job runs in one of them at a time. */
export function startJobs(): { stop(): Promise<void> } {
  const running = jobs.map((job, place) => runEvery(job, place * startGapMs));
  void listJobs(jobs).catch((error: unknown) =>
    log().error(errorFacts(error), "the jobs could not be listed"),
  );
  return {
    stop: async () => {
      await within(Promise.all(running.map((job) => job.stop())), stopMsMax);
    },
  };
}
