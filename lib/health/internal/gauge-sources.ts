import "server-only";
import { sqlPool } from "@/lib/db/client";
import { settlementFigures } from "@/lib/gateway/process-figures";
import { dollarsNumber } from "@/lib/kernel/money";
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
  counted(
    "counterfoil_expired_open_holds",
    "Holds of processes that ended or stopped responding; alert above 0 for 5 minutes",
    `select count(*) from holds where state = 'held' and process_id not in (
       select id from processes where ended_at is null and heartbeat_at > now() - interval '30 seconds')`,
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

function counted(name: string, help: string, sql: string): GaugeSource {
  return {
    gauges: [[name, help]],
    read: async () => {
      const { rows } = await sqlPool().query<{ count: bigint }>(sql);
      return [Number(rows[0]?.count ?? 0)];
    },
  };
}
