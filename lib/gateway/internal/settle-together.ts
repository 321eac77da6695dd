import "server-only";
import type { PoolClient } from "pg";
import { ensurePartitions } from "@/lib/activity/ensure-partitions";
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
} from "@/lib/db/transient-errors";
import { msPerDay } from "@/lib/kernel/clock";
import { BusyKeys } from "@/lib/kernel/fair-queue";
import { pauseAfter } from "@/lib/kernel/retry-pause";
import { type LostResponse, lostResponsesStatement } from "@/lib/ledger/settlements/lost-responses";
import { lockedWallets, settleExactly, settleOpenStatement } from "@/lib/ledger/settlements/settle-holds";
import type { Settlement } from "@/lib/ledger/settlements/settle-holds";
import { expectContentsStatement } from "@/lib/privacy/expect-contents";
import { idTimeMs } from "@/lib/kernel/lowest-id";

/** What a generation is recorded with, and its hold. The debit is not known before its settlement makes it. */
export type SettledGeneration = RecordedGeneration & {
  readonly holdId: string;
  readonly transferId: null;
  /** Answers of earlier attempts, or of the only one, that nobody is charged for. */
  readonly lostAnswers?: readonly LostResponse[];
  /** Its content is to be stored after it is billed. */
  readonly isContentExpected: boolean;
};

/** What ends a hold: a debit and its record, a debit alone, or neither. */
export type PendingSettlement = Settlement & {
  /** Null: nothing was sent, or nothing more than the debit can be written. */
  readonly record: RecordedGeneration | null;
  readonly lostAnswers?: readonly LostResponse[] | undefined;
  readonly isContentExpected: boolean;
};

type How = { readonly patient: boolean };

/** A flush that the server cut off this often is too large to be tried again whole. */
const timeoutsMax = 3;
/** A flush that lost this many races has an item that loses them all: halving finds it, and it settles apart. */
const lostRacesMax = 8;
/** After this many lock time-outs without a wallet that explains them, every workspace settles apart. */
const lockAttemptsMax = 3;

/**
 * Writes settlements in one transaction, and goes on trying while the database is away, for as long as it takes. Each
 * hold stands in the list once. Rejects with `BusyKeys` when not patient and wallets are locked, else with what
 * repetition does not fix: then nothing is written, and one of the items is at fault.
 */
export async function settleTogether(batch: readonly PendingSettlement[], how: How): Promise<void> {
  let timeouts = 0;
  let lostRaces = 0;
  let partitionsMade = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await settleOnce(batch, how);
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
      if (isLockTimeout(error) && !how.patient) {
        const keys = await lockedAmong(batch);
        if (keys.size > 0 || attempt >= lockAttemptsMax) throw new BusyKeys(keys);
        continue;
      }
      await retry(error, attempt, batch.length);
    }
  }
}

async function settleOnce(batch: readonly PendingSettlement[], how: How): Promise<void> {
  try {
    await settleOpen(batch, how);
  } catch (error) {
    // A hold that is not open: settled by an attempt whose answer was lost, ended before, or expired with its process.
    if (!isConditionFailure(error)) throw error;
    await sqlTransaction((client) => settleClosed(client, batch), poolOf(how));
  }
}

/** The usual case, in one round trip: every hold is open. Otherwise nothing is written. */
async function settleOpen(batch: readonly PendingSettlement[], how: How): Promise<void> {
  const { statement, transferIds } = await settleOpenStatement(batch);
  const records: RecordedGeneration[] = [];
  for (const { record } of batch) if (record) records.push(record);
  const statements = [statement];
  if (records.length > 0) {
    const transferIdOf = ({ costNanos, workspaceId }: RecordedGeneration) =>
      costNanos > 0n ? (transferIds.get(workspaceId) ?? null) : null;
    statements.push(recordStatement(records, transferIdOf));
  }
  const lost = batch.flatMap(({ lostAnswers = [] }) => lostAnswers);
  if (lost.length > 0) statements.push(await lostResponsesStatement(lost));
  const expected = expectedOf(batch);
  if (expected.length > 0) statements.push(expectContentsStatement(expected));
  await runPrepared(statements, how);
}

/** Hold by hold: what was ended before is left out, and is not recorded again. */
async function settleClosed(client: PoolClient, batch: readonly PendingSettlement[]): Promise<void> {
  const closed = await settleExactly(client, batch);
  const records = batch.flatMap(({ holdId, record }) => {
    const hold = closed.get(holdId);
    return record && hold ? [{ ...record, transferId: hold.transferId }] : [];
  });
  await recordGenerations(client, records);
  const lost = batch.flatMap(({ holdId, lostAnswers = [] }) => (closed.has(holdId) ? lostAnswers : []));
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

function poolOf({ patient }: How) {
  return patient ? patientPool() : preparedPool();
}

/** The workspaces that hold the flush up. None: the lock is gone already, or on a row of another kind. */
async function lockedAmong(batch: readonly PendingSettlement[]): Promise<ReadonlySet<string>> {
  return lockedWallets(batch).catch(() => new Set<string>());
}

async function retry(error: unknown, attempt: number, count: number): Promise<void> {
  if (!isTransient(error)) throw error;
  log().warn({ event: "settle_retry", attempt, count, ...errorFacts(error) });
  await pauseAfter(attempt);
}

/** For every day that a record falls on, and not for those between. */
async function makePartitions(batch: readonly PendingSettlement[]): Promise<void> {
  const times = batch.flatMap(({ record }) => (record ? [idTimeMs(record.id)] : []));
  const oneOfDay = new Map(times.map((timeMs) => [Math.floor(timeMs / msPerDay), new Date(timeMs)]));
  for (const time of oneOfDay.values()) await ensurePartitions({ from: time, to: time });
}
