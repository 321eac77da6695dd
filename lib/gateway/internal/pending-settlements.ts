import "server-only";
import {
  bareGeneration,
  cleanGeneration,
  countedGeneration,
  isRecordable,
} from "@/lib/activity/rules/recordable-generation";
import { errorFacts, log } from "@/lib/config/log";
import { laneCounts } from "@/lib/db/client";
import { isRejectedData, isLostRace, isStatementTimeout } from "@/lib/db/database-errors";
import { fairQueue } from "@/lib/kernel/fair-queue";
import { pauseAfter } from "@/lib/kernel/retry-schedule";
import { writeOffHold } from "@/lib/ledger/processes/expire-holds";
import { type PendingSettlement, type SettledGeneration, settleTogether } from "./settle-together";

/** Figures of this process since it started, for metrics. */
export type SettlementFigures = {
  /** Generations whose row was written with something left out. */
  readonly degradedRows: number;
  /** Generations that were debited and have no row, although their workspace keeps rows. */
  readonly lostRows: number;
  readonly pending: number;
  readonly oldestPendingMs: number;
  /** Workspaces that settle separately because their wallet is locked. */
  readonly lanes: number;
};

/** If a hold is ended twice, the first call decides how it ends, and both calls wait for that. */
const pending = new Map<string, { readonly sinceMs: number; readonly ended: Promise<void> }>();
let degradedRows = 0;
let lostRows = 0;

/** All settlements of this process go through this queue, one shared flush at a time. */
const queue = fairQueue<PendingSettlement, void>({
  keyOf: ({ workspaceId }) => workspaceId,
  itemsMax: 500,
  gatherMs: 2,
  get lanesMax() {
    return laneCounts().settlements;
  },
  // The money, row, and sums of one settlement are a few hundred bytes. They are bounded, because texts that are too
  // long were cut before.
  bytesOf: ({ record }) => (record ? 2_000 : 200),
  bytesMax: 1_000_000,
  // Every error that remains counts as the fault of one item. The queue finds it by halving the batch, so that it
  // cannot fail the others.
  isItemError: () => true,
  async flush(items, how) {
    await settleTogether(items, how);
    return items.map(() => undefined);
  },
});

export function settlementFigures(): SettlementFigures {
  const [oldest] = pending.values();
  return {
    degradedRows,
    lostRows,
    pending: pending.size,
    oldestPendingMs: oldest ? performance.now() - oldest.sinceMs : 0,
    lanes: queue.lanes(),
  };
}

/**
 * Debits and records a finished request. If it cannot be recorded as it is, records as much as can be written, or only
 * debits it.
 */
export function settlePending(record: SettledGeneration): Promise<void> {
  const { holdId, workspaceId, costNanos, lostResponses, isContentExpected } = record;
  return endOnce({
    holdId,
    workspaceId,
    costNanos,
    isReleased: false,
    record,
    lostResponses,
    isContentExpected,
  });
}

/** Ends a hold that was not used. */
export function releasePending(workspaceId: string, holdId: string): Promise<void> {
  return endOnce({
    holdId,
    workspaceId,
    costNanos: 0n,
    isReleased: true,
    record: null,
    isContentExpected: false,
  });
}

/** Resolves when no settlement is pending, including those added in the meantime. */
export async function drainSettlements(): Promise<void> {
  while (pending.size > 0) await Promise.allSettled([...pending.values()].map(({ ended }) => ended));
}

function endOnce(settlement: PendingSettlement): Promise<void> {
  const earlier = pending.get(settlement.holdId);
  if (earlier) return earlier.ended;
  const ended = end(settlement).finally(() => pending.delete(settlement.holdId));
  pending.set(settlement.holdId, { sinceMs: performance.now(), ended });
  return ended;
}

async function end(settlement: PendingSettlement): Promise<void> {
  const { record } = settlement;
  const isWhole = !record || isRecordable(record);
  const first = isWhole ? settlement : { ...settlement, record: cleanGeneration(record) };
  for (let attempt = 1; ; attempt += 1) {
    try {
      await queue.add(first);
      if (!isWhole) reportDegradedRow(settlement, "fields_cleaned");
      return;
    } catch (error) {
      if (!record) return settleMoneyOnly(settlement, error);
      if (isOfTheData(error) || attempt === wholeAttemptsMax) return endReduced(settlement, error);
      if (attempt === 1) report(settlement, "settlement_delayed", error);
      await pauseAfter(attempt);
    }
  }
}

/**
 * The cause may be unrelated to the row, as when a deploy changes the database. These attempts wait about ten seconds
 * for it to pass.
 */
const wholeAttemptsMax = 10;

/**
 * True when leaving something out of the row may help: the database rejected it, it loses every race, or it takes too
 * long.
 */
function isOfTheData(error: unknown): boolean {
  return isRejectedData(error) || isLostRace(error) || isStatementTimeout(error);
}

/**
 * Writes a record that cannot be written as it is: with cleaned fields, then bare, then only in the sums, then not at
 * all. Each attempt uses a connection of the patient pool, so that no other flush fails on it again.
 */
async function endReduced(settlement: PendingSettlement, cause: unknown): Promise<void> {
  const { record } = settlement;
  if (!record) return;
  let error = cause;
  for (const [reason, reduce] of reductions) {
    try {
      await settleTogether([{ ...settlement, record: reduce(record) }], { patient: true });
      if (reason === "row_lost") reportLostRow(settlement, reason, error);
      else reportDegradedRow(settlement, reason, error);
      return;
    } catch (failure) {
      error = failure;
    }
  }
  await settleMoneyOnly({ ...settlement, record: null }, error);
  reportLostRow(settlement, "row_and_sums_lost", error);
}

const reductions = [
  ["fields_cleaned", cleanGeneration],
  ["row_bare", bareGeneration],
  ["row_lost", countedGeneration],
] as const;

/**
 * Writes only the debit. It consists of ids and amounts, so the database can reject it only for an amount beyond all
 * bounds. Such a completion counts as one that could not be billed. Any other error, such as a missing permission or
 * function during a deploy, is retried for as long as this process lives.
 */
async function settleMoneyOnly(settlement: PendingSettlement, cause: unknown): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await settleTogether([settlement], { patient: true });
    } catch (failure) {
      if (isRejectedData(failure)) return writeOff(settlement, failure);
      if (attempt % 10 === 1) report(settlement, "debit_delayed", failure ?? cause);
      await pauseAfter(attempt);
    }
  }
}

/** Rejects with the database's reason, once the completion is counted as unaccounted. */
async function writeOff(settlement: PendingSettlement, cause: unknown): Promise<void> {
  report(settlement, "debit_refused", cause);
  for (let attempt = 1; !(await writeOffHold(settlement.holdId).catch(() => false)); attempt += 1) {
    if (attempt === writeOffsMax) break;
    await pauseAfter(attempt);
  }
  throw cause;
}

/** A hold that cannot be written off either stays open and is written off with its process. */
const writeOffsMax = 20;

function reportDegradedRow(settlement: PendingSettlement, reason: string, error?: unknown): void {
  degradedRows += 1;
  report(settlement, reason, error);
}

function reportLostRow(settlement: PendingSettlement, reason: string, error: unknown): void {
  lostRows += 1;
  report(settlement, reason, error);
}

function report({ holdId, workspaceId }: PendingSettlement, reason: string, error?: unknown): void {
  const facts = error === undefined ? {} : errorFacts(error);
  log().error({ event: "settlement_reduced", workspaceId, holdId, reason, ...facts });
}
