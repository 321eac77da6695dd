import "server-only";
import { needsAttention } from "@/lib/billing/rules/retry-event";
import { sqlPool } from "@/lib/db/client";
import { categorizationFigures, settlementFigures } from "@/lib/gateway/process-figures";
import { dollarsNumber } from "@/lib/kernel/money";
import { rejectionFigures } from "@/lib/keys/rejections/count-rejection";
import { countUnaccounted } from "@/lib/ledger/count-unaccounted";
import { lastVerified } from "@/lib/ledger/verifications/latest-verification";
import { runningCompletions } from "@/lib/ledger/count-running";
import { countLostContents } from "@/lib/privacy/list-lost-contents";

/** Gauges whose values are read together on a scrape: name and help of each, and values in the same order. */
export type GaugeSource = {
  readonly gauges: readonly (readonly [name: string, help: string])[];
  read(): Promise<readonly number[]>;
};

/** Each reads an index, a small table or this process's memory, so that a scrape stays cheap. */
export const gaugeSources: readonly GaugeSource[] = [
  {
    gauges: [
      ["counterfoil_running_completions", "Completions that hold credits, in all processes"],
      ["counterfoil_oldest_completion_seconds", "Age of the oldest running completion; 0 when none runs"],
    ],
    read: async () => {
      const processes = await runningCompletions();
      const oldestMs = Math.min(...processes.map(({ oldestAt }) => oldestAt.getTime()), Date.now());
      const count = processes.reduce((sum, process) => sum + process.count, 0);
      return [count, (Date.now() - oldestMs) / 1_000];
    },
  },
  {
    gauges: [
      [
        "counterfoil_unaccounted_completions",
        "Completions that were not charged: their process died, or the response was unusable",
      ],
      ["counterfoil_unaccounted_dollars", "The most that those completions can have cost, in dollars"],
    ],
    read: async () => {
      const { count, worstNanos } = await countUnaccounted();
      return [count, dollarsNumber(worstNanos)];
    },
  },
  {
    gauges: [["counterfoil_lost_contents", "Requests whose content could not be stored"]],
    read: async () => [await countLostContents()],
  },
  {
    gauges: [
      [
        "counterfoil_categorized_prompts",
        "Sampled prompts that a model put into a category, since this process started",
      ],
      ["counterfoil_categorization_failures", "Sampled prompts that the model did not answer for"],
      [
        "counterfoil_categorization_dropped",
        "Sampled prompts that were dropped because too many were under way",
      ],
      ["counterfoil_categorization_dollars", "What the categorization has cost the operator, in dollars"],
    ],
    read: async () => {
      const { categorized, failed, dropped, costNanos } = categorizationFigures();
      return [categorized, failed, dropped, dollarsNumber(costNanos)];
    },
  },
  {
    gauges: [
      ["counterfoil_pending_settlements", "Finished completions of this process that are not debited yet"],
      ["counterfoil_oldest_settlement_seconds", "How long the oldest of those has waited; 0 when none waits"],
      [
        "counterfoil_workspaces_settling_apart",
        "Workspaces whose settlements wait separately, because their wallet is locked",
      ],
      [
        "counterfoil_degraded_rows",
        "Completions that were debited with an incomplete row, since this process started",
      ],
      ["counterfoil_lost_rows", "Completions that were debited without a row, since this process started"],
    ],
    read: async () => {
      const { pending, oldestPendingMs, lanes, degradedRows, lostRows } = settlementFigures();
      return [pending, oldestPendingMs / 1_000, lanes, degradedRows, lostRows];
    },
  },
  {
    gauges: [
      [
        "counterfoil_unknown_key_requests",
        "API requests of this process with a key that does not exist, since it started",
      ],
      [
        "counterfoil_rejected_key_requests",
        "API requests of this process with a key that no longer works, since it started",
      ],
      [
        "counterfoil_rejected_networks",
        "Networks from which this process rejected the keys of at least 50 requests within an hour",
      ],
    ],
    read: () => {
      const { unknown, known, busyNetworks } = rejectionFigures();
      return Promise.resolve([unknown, known, busyNetworks]);
    },
  },
  {
    gauges: [
      [
        "counterfoil_ledger_failed_checks",
        "Checks that the last verification of the ledger failed; alert above 0",
      ],
      [
        "counterfoil_ledger_verification_age_seconds",
        "Age of the last verification of the ledger that has results; 0 before the first",
      ],
    ],
    read: async () => {
      const verified = await lastVerified();
      if (!verified) return [0, 0];
      return [verified.failedChecks, (Date.now() - verified.finishedAt.getTime()) / 1_000];
    },
  },
  {
    gauges: [
      [
        "counterfoil_reconciliation_drift_dollars",
        "What the last reconciliation found to differ, in dollars; alert above 0",
      ],
      [
        "counterfoil_reconciliation_age_seconds",
        "Age of the last reconciliation that has a result; 0 before the first",
      ],
    ],
    read: readReconciliation,
  },
  counted(
    "counterfoil_stripe_events_waiting",
    "Stored Stripe events that are not applied yet",
    "select count(*) from stripe_events where outcome in ('received', 'failing')",
  ),
  counted(
    "counterfoil_stripe_events_failed",
    "Stripe events that an operator has to look at; alert above 0",
    `select count(*) from stripe_events where ${needsAttention}`,
  ),
  counted(
    "counterfoil_expired_open_holds",
    "Holds of processes that ended or stopped responding; alert above 0 for 5 minutes",
    `select count(*) from holds where state = 'held' and process_id not in (
       select id from processes where ended_at is null and heartbeat_at > now() - interval '30 seconds')`,
  ),
  counted(
    "counterfoil_data_requests_open",
    "Requests about personal data that are not answered",
    "select count(*) from data_requests where next_due_at is not null",
  ),
  counted(
    "counterfoil_data_requests_overdue",
    "Requests about personal data that are past a deadline; alert above 0",
    "select count(*) from data_requests where next_due_at < now()",
  ),
  counted(
    "counterfoil_mail_waiting",
    "Mails waiting to be sent",
    "select count(*) from outbox_mails where sent_at is null and failed_at is null",
  ),
  counted(
    "counterfoil_purchases_pending",
    "Purchases that were paid and are not credited yet",
    "select count(*) from purchases where state = 'pending'",
  ),
];

async function readReconciliation(): Promise<readonly number[]> {
  const { rows } = await sqlPool().query<{ drift: bigint; finishedAt: Date }>(
    `select drift_nanos as drift, finished_at as "finishedAt" from reconciliations
     where drift_nanos is not null order by finished_at desc limit 1`,
  );
  const [last] = rows;
  return last ? [dollarsNumber(last.drift), (Date.now() - last.finishedAt.getTime()) / 1_000] : [0, 0];
}

function counted(name: string, help: string, sql: string): GaugeSource {
  return {
    gauges: [[name, help]],
    read: async () => {
      const { rows } = await sqlPool().query<{ count: bigint }>(sql);
      return [Number(rows[0]?.count ?? 0)];
    },
  };
}
