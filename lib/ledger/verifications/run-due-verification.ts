import "server-only";
import { log } from "@/lib/config/log";
import { db } from "@/lib/db/client";
import { isStatementTimeout } from "@/lib/db/database-errors";
import { runWhenDue } from "@/lib/jobs/recorded-runs";
import { type Clock, msPerDay, msPerMinute, systemClock } from "@/lib/kernel/clock";
import { verifyLedger } from "@/lib/ledger/verify-ledger";

const everyMs = msPerDay;
const keptMs = 90 * msPerDay;
/**
 * A snapshot that stays open keeps the database from removing the rows of ended holds. A longer verification belongs on
 * the command line, at an hour of the operator's choice.
 */
const checkMsMax = 10 * msPerMinute;

/**
 * Runs the verification that was requested, or that is due because the last one finished a day ago. Only one process may
 * call this at a time. A check that takes longer than `statementMsMax` ends the verification. Resolves to true when one
 * was run.
 */
export async function runDueVerification(
  clock: Clock = systemClock,
  statementMsMax = checkMsMax,
): Promise<boolean> {
  return runWhenDue({
    table: "ledger_verifications",
    everyMs,
    keptMs,
    clock,
    work: (onProgress) => verifyLedger({ onProgress, statementMsMax }),
    save: async (id, { ok, checks }, finishedAt) => {
      if (!ok) {
        const failed = checks.filter((check) => !check.ok).length;
        log().error({ event: "ledger_verification_failed", count: failed });
      }
      const data = { checks: [...checks], step: null, finishedAt };
      await db().ledgerVerification.update({ where: { id }, data, select: { id: true } });
    },
    failureOf: (error) => (isStatementTimeout(error) ? "timeout" : "error"),
    failureEvent: "ledger_verification_unfinished",
  });
}
