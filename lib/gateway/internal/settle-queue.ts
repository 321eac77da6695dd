import "server-only";
import type { PoolClient } from "pg";
import { uuidv7 } from "uuidv7";
import { ensurePartitions } from "@/lib/activity/ensure-partitions";
import { recordGenerations, recordStatement } from "@/lib/activity/record-generations";
import { generationTimeMs } from "@/lib/activity/rules/generation-id";
import type { RecordedGeneration } from "@/lib/activity/rules/recorded-generation";
import { errorFacts, log } from "@/lib/config/log";
import { sqlPool, sqlTransaction } from "@/lib/db/client";
import { runPrepared } from "@/lib/db/run-prepared";
import {
  isConditionFailure,
  isDataRefusal,
  isMissingPartition,
  isTransient,
} from "@/lib/db/transient-errors";
import { groupCommit } from "@/lib/kernel/group-commit";
import { type OwnedSettlement, settleAtOnce } from "@/lib/ledger/settle-at-once";
import { settleHolds } from "@/lib/ledger/settle-holds";
import {
  type EncryptedPromptLog,
  promptLogStatement,
  storePromptLogs,
} from "@/lib/privacy/store-prompt-logs";

/** A finished request. Its cost, usage and times; content only as bytes that are already encrypted. */
export type SettledGeneration = Omit<RecordedGeneration, "transferId"> & {
  readonly holdId: string;
  readonly promptLog?: { readonly nonce: Uint8Array; readonly ciphertext: Uint8Array };
};

/** What ends a hold: a finished request, or nothing (nothing was sent). */
export type Ending = { readonly holdId: string; readonly generation: SettledGeneration | null };

/** Waits before the attempts after the first: money and records are worth seconds, not minutes, of a waiting caller. */
const retryDelaysMs = [0, 50, 200, 800, 2_000, 4_000];

/** All endings of this process go through here, one flush at a time. */
export const endings = groupCommit(flush, { batchMax: 1_000, isItemFault: isDataRefusal });

/**
 * One transaction for everything that finished together: holds, wallet, key meters, transfer, rows, roll-ups, stored
 * content. The first attempt takes every hold for open and needs one round trip; what it cannot settle is looked at
 * hold by hold. The batch's id is claimed, so that an attempt after a lost answer to COMMIT finds it done.
 */
async function flush(batch: readonly Ending[]): Promise<void[]> {
  const batchId = uuidv7();
  // A hold that is ended twice at once ends as it was first asked.
  const first = [...new Map(batch.toReversed().map((ending) => [ending.holdId, ending])).values()];
  for (let attempt = 0; ; attempt += 1) {
    try {
      const isDone = attempt === 0 && (await settleOpen(batchId, first));
      if (!isDone) await sqlTransaction((client) => settleBatch(client, batchId, first));
      return batch.map(() => undefined);
    } catch (error) {
      const delayMs = retryDelaysMs[attempt];
      if (delayMs === undefined || !(await isWorthRetry(error, batch))) throw error;
      log().warn({ event: "settle_retry", attempt, size: batch.length, ...errorFacts(error) });
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}

/** False, and nothing is written, when one of the holds is not open. */
async function settleOpen(batchId: string, batch: readonly Ending[]): Promise<boolean> {
  const { statement, transferIds } = await settleAtOnce(batchId, batch.map(settlementOf));
  const settled = batch.flatMap(({ generation }) => {
    if (!generation) return [];
    const transferId = generation.costNanos > 0n ? transferIds.get(generation.workspaceId) : undefined;
    return [{ ...generation, transferId: transferId ?? null }];
  });
  const logs = promptLogsOf(settled);
  const statements = [statement];
  if (settled.length > 0) statements.push(await recordStatement(sqlPool(), settled));
  if (logs.length > 0) statements.push(promptLogStatement(logs));
  try {
    await runPrepared(statements);
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

async function isWorthRetry(error: unknown, batch: readonly Ending[]): Promise<boolean> {
  if (!isMissingPartition(error)) return isTransient(error);
  const times = batch.flatMap(({ generation }) => (generation ? [generationTimeMs(generation.id)] : []));
  await ensurePartitions({ from: new Date(Math.min(...times)), to: new Date(Math.max(...times)) });
  return true;
}

async function settleBatch(client: PoolClient, batchId: string, batch: readonly Ending[]): Promise<void> {
  const closed = await settleHolds(client, batchId, batch.map(settlementOf));
  if (!closed) return;
  const settled = batch.flatMap(({ holdId, generation }) => {
    const hold = closed.get(holdId);
    return generation && hold ? [{ ...generation, transferId: hold.transferId }] : [];
  });
  await recordGenerations(client, settled);
  await storePromptLogs(client, promptLogsOf(settled));
}

function settlementOf({ holdId, generation }: Ending): OwnedSettlement {
  const costNanos = generation?.costNanos ?? 0n;
  return { holdId, costNanos, isReleased: generation === null, workspaceId: generation?.workspaceId ?? null };
}

function promptLogsOf(settled: readonly Omit<SettledGeneration, "holdId">[]): EncryptedPromptLog[] {
  return settled.flatMap(({ workspaceId, id, promptLog }) =>
    promptLog ? [{ workspaceId, generationId: id, ...promptLog }] : [],
  );
}
