import "server-only";
import { log } from "@/lib/config/log";
import { transaction } from "@/lib/db/client";
import { isStatementTimeout } from "@/lib/db/database-errors";
import { runWhenDue } from "@/lib/jobs/recorded-runs";
import { type Clock, msPerDay, msPerHour, msPerMinute, systemClock } from "@/lib/kernel/clock";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { isStripeError } from "../internal/stripe-client";
import { tellOperators } from "../internal/tell-operators";
import { driftMail } from "../rules/operator-mails";
import { driftOf, type ReconciliationResult, storedResult } from "../rules/reconciliation-result";
import { reconcile } from "./reconcile";

const everyMs = msPerHour;
const keptMs = 90 * msPerDay;
/** A snapshot that stays open keeps the database from removing rows. Longer ones belong on the command line. */
const statementMsMax = 10 * msPerMinute;

/**
 * Runs the reconciliation that was requested, or that is due because the last one finished an hour ago. Only one process
 * may call this at a time. Operators are mailed when the drift has changed and is not zero. Resolves to true when one was
 * run.
 */
export async function runDueReconciliation(clock: Clock = systemClock): Promise<boolean> {
  return runWhenDue({
    table: "reconciliations",
    everyMs,
    keptMs,
    clock,
    work: (onProgress) => reconcile({ clock, onProgress, statementMsMax }),
    save: saveResult,
    failureOf: (error) => (isStripeError(error) ? "stripe" : isStatementTimeout(error) ? "timeout" : "error"),
    failureEvent: "reconciliation_unfinished",
  });
}

/** The mail and the result that it is about are committed together. */
async function saveResult(id: string, result: ReconciliationResult, finishedAt: Date): Promise<void> {
  const driftNanos = driftOf(result.checks);
  const isTold = await transaction(async (tx) => {
    const before = await tx.reconciliation.findFirst({
      where: { driftNanos: { not: null } },
      orderBy: { finishedAt: "desc" },
      select: { driftNanos: true },
    });
    await tx.reconciliation.update({
      where: { id },
      data: { result: storedResult(result), driftNanos, step: null, finishedAt },
      select: { id: true },
    });
    if (driftNanos === 0n || before?.driftNanos === driftNanos) return false;
    await tellOperators(tx, (context) => driftMail({ checks: result.checks, finishedAt }, context));
    return true;
  });
  const count = result.checks.reduce((sum, check) => sum + check.count, 0);
  if (driftNanos > 0n) log().error({ event: "reconciliation_drift", count });
  if (isTold) void deliverMails();
}
