import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { db, sqlPool } from "@/lib/db/client";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { type Attempt, leaseMs } from "../internal/auto-top-up/attempt";
import { makeAttempt, resumeAttempt } from "../internal/auto-top-up/settle-attempt";
import { startAttempt } from "../internal/auto-top-up/start-attempt";

/** Workspaces that this process charges concurrently: a card that takes seconds delays no other one. */
const lanesMax = 10;

/** What runs in this process, by workspace. */
const running = new Map<string, Promise<void>>();

export type AutoTopUpRun = {
  readonly started: number;
  /** Resolves when everything that this process charges now has an outcome, or will be asked about later. */
  readonly settled: Promise<void>;
};

/**
 * Charges the saved cards of workspaces whose balance is below their threshold, and finds out about earlier charges
 * without a known outcome. It returns when they are started, so that the next run, two seconds later, serves others. Any
 * number of processes may run it, and each may stop at any point: an attempt is a committed row before Stripe is called.
 */
export async function runAutoTopUps(clock: Clock = systemClock): Promise<AutoTopUpRun> {
  let started = 0;
  // Earlier charges first: they may have been made.
  for (const attempt of await openAttempts(clock())) {
    started += start(attempt.workspaceId, () => resume(attempt, clock));
  }
  for (const workspaceId of await dueWorkspaces(clock())) {
    started += start(workspaceId, async () => {
      const attempt = await startAttempt(workspaceId, clock());
      if (attempt) await makeAttempt(attempt, clock);
    });
  }
  return { started, settled: Promise.all(running.values()).then(() => undefined) };
}

function start(workspaceId: string, work: () => Promise<void>): number {
  if (running.size >= lanesMax || running.has(workspaceId)) return 0;
  const done = work()
    .catch((error: unknown) =>
      log().error({ event: "auto_top_up_failed", workspaceId, ...errorFacts(error) }),
    )
    .finally(() => running.delete(workspaceId));
  running.set(workspaceId, done);
  return 1;
}

/**
 * One statement over the index of watched workspaces. In no particular order, so that one whose attempt cannot be written
 * does not keep others waiting.
 */
async function dueWorkspaces(now: Date): Promise<readonly string[]> {
  const { rows } = await sqlPool().query<{ workspace_id: string }>(
    `select a.workspace_id
       from auto_top_ups a join wallets w on w.workspace_id = a.workspace_id
      where a.is_on and a.paused_at is null
        and (a.next_attempt_at is null or a.next_attempt_at <= $1)
        and w.credited_nanos - w.debited_nanos - w.held_nanos < a.threshold_nanos
        and not exists (select 1 from auto_top_up_attempts t
                         where t.workspace_id = a.workspace_id and t.ended_at is null)
      order by random() limit $2`,
    [now, lanesMax],
  );
  return rows.map((row) => row.workspace_id);
}

/** Those that are due, and those whose payment was reported in the meantime. */
async function openAttempts(now: Date): Promise<readonly Attempt[]> {
  const { rows } = await sqlPool().query<Attempt>(
    `select t.purchase_id as "purchaseId", t.workspace_id as "workspaceId", t.customer_id as "customerId",
            t.payment_method_id as "paymentMethodId", t.idempotency_key as "idempotencyKey",
            t.total_cents as "totalCents", t.description, t.started_at as "startedAt", t.steps
       from auto_top_up_attempts t
       join purchases p on p.id = t.purchase_id and p.workspace_id = t.workspace_id
      where t.ended_at is null and (t.next_step_at <= $1 or p.state in ('credited', 'failed'))
      order by t.next_step_at limit $2`,
    [now, lanesMax],
  );
  return rows;
}

/** Takes the attempt for as long as this process may talk to Stripe about it; no effect when another process did. */
async function resume(attempt: Attempt, clock: Clock): Promise<void> {
  const { purchaseId, workspaceId, steps } = attempt;
  const now = clock();
  const { count } = await db().autoTopUpAttempt.updateMany({
    where: { purchaseId, workspaceId, endedAt: null, steps },
    data: { steps: steps + 1, nextStepAt: new Date(now.getTime() + leaseMs) },
  });
  if (count === 1) await resumeAttempt({ ...attempt, steps: steps + 1 }, clock);
}
