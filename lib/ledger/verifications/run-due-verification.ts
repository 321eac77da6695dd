import "server-only";
import { uuidv7 } from "uuidv7";
import { errorFacts, log } from "@/lib/config/log";
import { db } from "@/lib/db/client";
import { isStatementTimeout } from "@/lib/db/database-errors";
import { type Clock, msPerDay, msPerMinute, msPerSecond, systemClock } from "@/lib/kernel/clock";
import { verifyLedger } from "@/lib/ledger/verify-ledger";

const everyMs = msPerDay;
const keptMs = 90 * msPerDay;
/**
 * A snapshot that stays open keeps the database from removing the rows of ended holds. A longer verification belongs on
 * the command line, at an hour of the operator's choice.
 */
const checkMsMax = 10 * msPerMinute;

/**
 * Runs the verification that was requested, or that is due because the last one finished a day ago. One that a stopped
 * process left unfinished starts over. Only one process may call this at a time. A check that takes longer than
 * `statementMsMax` ends the verification. Resolves to true when one was run.
 */
export async function runDueVerification(
  clock: Clock = systemClock,
  statementMsMax = checkMsMax,
): Promise<boolean> {
  const id = await dueVerification(clock());
  if (id === null) return false;
  await db().ledgerVerification.update({
    where: { id },
    data: { startedAt: clock(), step: null },
    select: { id: true },
  });
  const result = await verify(id, statementMsMax);
  await db().ledgerVerification.update({
    where: { id },
    data: { ...result, step: null, finishedAt: clock() },
    select: { id: true },
  });
  await db().ledgerVerification.deleteMany({
    where: { finishedAt: { lt: new Date(clock().getTime() - keptMs) } },
  });
  return true;
}

async function dueVerification(now: Date): Promise<string | null> {
  const newest = await db().ledgerVerification.findFirst({
    orderBy: { id: "desc" },
    select: { id: true, finishedAt: true },
  });
  if (newest && !newest.finishedAt) return newest.id;
  if (newest?.finishedAt && now.getTime() - newest.finishedAt.getTime() < everyMs) return null;
  const daily = await db().ledgerVerification.create({ data: { id: uuidv7() }, select: { id: true } });
  return daily.id;
}

type Result =
  | { readonly checks: { readonly name: string; readonly ok: boolean; readonly detail: string }[] }
  | { readonly failure: "timeout" | "error" };

async function verify(id: string, statementMsMax: number): Promise<Result> {
  try {
    const { ok, checks } = await verifyLedger({ onProgress: progressOf(id), statementMsMax });
    if (!ok) {
      const failed = checks.filter((check) => !check.ok).length;
      log().error({ event: "ledger_verification_failed", count: failed });
    }
    return { checks: [...checks] };
  } catch (error) {
    log().error({ event: "ledger_verification_unfinished", ...errorFacts(error) });
    return { failure: isStatementTimeout(error) ? "timeout" : "error" };
  }
}

/** Saves the check in progress, at most once a second. A step that cannot be saved is left out. */
function progressOf(id: string): (step: string) => void {
  let savedMs = -Infinity;
  return (step) => {
    const nowMs = performance.now();
    if (nowMs - savedMs < msPerSecond) return;
    savedMs = nowMs;
    db()
      .ledgerVerification.updateMany({ where: { id, finishedAt: null }, data: { step } })
      .catch(() => undefined);
  };
}
