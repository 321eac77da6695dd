import "server-only";
import type { PoolClient } from "pg";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { recordGenerations, recordStatement } from "@/lib/activity/record-generations";
import type { RecordedGeneration } from "@/lib/activity/rules/generation-fields";
import { errorFacts, log } from "@/lib/config/log";
import { patientPool, preparedPool, sqlTransaction } from "@/lib/db/client";
import { runPrepared } from "@/lib/db/run-prepared";
import {
  isConditionFailure,
  isLockTimeout,
  isLostRace,
  isMissingPartition,
  isStatementTimeout,
  isTransient,
} from "@/lib/db/database-errors";
import { msPerDay } from "@/lib/kernel/clock";
import { BusyKeys } from "@/lib/kernel/fair-queue";
import { pauseAfter } from "@/lib/kernel/retry-schedule";
import { type LostResponse, lostResponsesStatement } from "@/lib/ledger/settlements/lost-responses";
import { lockedWallets, settleExactly, settleOpenStatement } from "@/lib/ledger/settlements/settle-holds";
import type { Settlement } from "@/lib/ledger/settlements/settle-holds";
import { expectContentsStatement } from "@/lib/privacy/expect-contents";
import { idTimeMs } from "@/lib/kernel/lowest-id";

/** A generation to be recorded, and its hold. Its debit is not known until the settlement writes it. */
export type SettledGeneration = RecordedGeneration & {
  readonly holdId: string;
  readonly transferId: null;
  /** Responses of earlier attempts, or of the only one, that no one is charged for. */
  readonly lostResponses?: readonly LostResponse[];
  /** Its content will be stored after it is billed. */
  readonly isContentExpected: boolean;
};

/** Ends a hold with a debit and its record, a debit only, or neither. */
export type PendingSettlement = Settlement & {
  /** Null when nothing was sent, or when only the debit can be written. */
  readonly record: RecordedGeneration | null;
  readonly lostResponses?: readonly LostResponse[] | undefined;
  readonly isContentExpected: boolean;
};

type SettleOptions = { readonly patient: boolean };

/** A flush that ran into the statement timeout this often is too large to be tried again whole. */
const timeoutsMax = 3;
/**
 * A flush that lost this many races has an item that loses all of them. Halving finds it, and it settles separately.
 */
const lostRacesMax = 8;
/** After this many lock timeouts without a locked wallet that explains them, every workspace settles separately. */
const lockAttemptsMax = 3;

/**
 * Writes settlements in one transaction, and keeps trying for as long as the database is down. Each hold must be in the
 * list once. Rejects with `BusyKeys` when not patient and wallets are locked, otherwise with an error that retrying
 * does not fix. Nothing is written then, and one of the items is the cause.
 */
export async function settleTogether(
  batch: readonly PendingSettlement[],
  options: SettleOptions,
): Promise<void> {
  let timeouts = 0;
  let lostRaces = 0;
  let partitionsMade = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await settleOnce(batch, options);
    } catch (error) {
      if (isMissingPartition(error) && partitionsMade < 2) {
        await makePartitions(batch).then(
          () => (partitionsMade += 1),
          (failure: unknown) => retry(failure, attempt, batch.length),
        );
        continue;
      }
      if (isStatementTimeout(error)) timeouts += 1;
      const isTooLarge = timeouts === timeoutsMax && batch.length > 1;
      if (isLostRace(error)) lostRaces += 1;
      if (!isTransient(error) || isTooLarge || lostRaces === lostRacesMax) throw error;
      if (isLockTimeout(error) && !options.patient) {
        const keys = await lockedAmong(batch);
        if (keys.size > 0 || attempt >= lockAttemptsMax) throw new BusyKeys(keys);
        continue;
      }
      await retry(error, attempt, batch.length);
    }
  }
}

async function settleOnce(batch: readonly PendingSettlement[], options: SettleOptions): Promise<void> {
  try {
    await settleOpen(batch, options);
  } catch (error) {
    // A hold is not open: it was settled by an attempt whose response was lost, ended before, or expired with its
    // process.
    if (!isConditionFailure(error)) throw error;
    await sqlTransaction((client) => settleClosed(client, batch), poolOf(options));
  }
}

/** The usual case, in one round trip: every hold is open. If one is not, nothing is written. */
async function settleOpen(batch: readonly PendingSettlement[], options: SettleOptions): Promise<void> {
  const { statement, transferIds } = await settleOpenStatement(batch);
  const records: RecordedGeneration[] = [];
  for (const { record } of batch) if (record) records.push(record);
  const statements = [statement];
  if (records.length > 0) {
    const transferIdOf = ({ costNanos, workspaceId }: RecordedGeneration) =>
      costNanos > 0n ? (transferIds.get(workspaceId) ?? null) : null;
    statements.push(recordStatement(records, transferIdOf));
  }
  const lost = batch.flatMap(({ lostResponses = [] }) => lostResponses);
  if (lost.length > 0) statements.push(await lostResponsesStatement(lost));
  const expected = expectedOf(batch);
  if (expected.length > 0) statements.push(expectContentsStatement(expected));
  await runPrepared(statements, options);
}

/** Settles hold by hold. Holds that ended before are left out and not recorded again. */
async function settleClosed(client: PoolClient, batch: readonly PendingSettlement[]): Promise<void> {
  const closed = await settleExactly(client, batch);
  const records = batch.flatMap(({ holdId, record }) => {
    const hold = closed.get(holdId);
    return record && hold ? [{ ...record, transferId: hold.transferId }] : [];
  });
  await recordGenerations(client, records);
  const lost = batch.flatMap(({ holdId, lostResponses = [] }) => (closed.has(holdId) ? lostResponses : []));
  if (lost.length > 0) await client.query(await lostResponsesStatement(lost));
  const expected = expectedOf(batch.filter(({ holdId }) => closed.has(holdId)));
  if (expected.length > 0) await client.query(expectContentsStatement(expected));
}

function expectedOf(batch: readonly PendingSettlement[]) {
  const expected: { readonly workspaceId: string; readonly generationId: string }[] = [];
  for (const { workspaceId, holdId, isContentExpected } of batch)
    if (isContentExpected) expected.push({ workspaceId, generationId: holdId });
  return expected;
}

function poolOf({ patient }: SettleOptions) {
  return patient ? patientPool() : preparedPool();
}

/** The workspaces that block the flush. Empty when the lock is released already, or is on another kind of row. */
async function lockedAmong(batch: readonly PendingSettlement[]): Promise<ReadonlySet<string>> {
  return lockedWallets(batch).catch(() => new Set<string>());
}

async function retry(error: unknown, attempt: number, count: number): Promise<void> {
  if (!isTransient(error)) throw error;
  log().warn({ event: "settle_retry", attempt, count, ...errorFacts(error) });
  await pauseAfter(attempt);
}

/** Creates partitions for every day that a record falls on, not for the days in between. */
async function makePartitions(batch: readonly PendingSettlement[]): Promise<void> {
  const times = batch.flatMap(({ record }) => (record ? [idTimeMs(record.id)] : []));
  const oneOfDay = new Map(times.map((timeMs) => [Math.floor(timeMs / msPerDay), new Date(timeMs)]));
  for (const time of oneOfDay.values()) await ensurePartitions({ from: time, to: time });
}
