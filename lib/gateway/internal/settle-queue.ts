import "server-only";
import type { PoolClient } from "pg";
import { uuidv7 } from "uuidv7";
import { ensurePartitions } from "@/lib/activity/ensure-partitions";
import { recordGenerations } from "@/lib/activity/record-generations";
import { generationTimeMs } from "@/lib/activity/rules/generation-id";
import type { RecordedGeneration } from "@/lib/activity/rules/recorded-generation";
import { errorFacts, log } from "@/lib/config/log";
import { sqlTransaction } from "@/lib/db/client";
import { isDataRefusal, isMissingPartition, isTransient } from "@/lib/db/transient-errors";
import { groupCommit } from "@/lib/kernel/group-commit";
import { settleHolds } from "@/lib/ledger/settle-holds";
import { storePromptLogs } from "@/lib/privacy/store-prompt-logs";

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
 * content. The batch's id is claimed in it, so that an attempt after a lost answer to COMMIT finds it done.
 */
async function flush(batch: readonly Ending[]): Promise<void[]> {
  const batchId = uuidv7();
  for (let attempt = 0; ; attempt += 1) {
    try {
      await sqlTransaction((client) => settleBatch(client, batchId, batch));
      return batch.map(() => undefined);
    } catch (error) {
      const delayMs = retryDelaysMs[attempt];
      if (delayMs === undefined || !(await isWorthRetry(error, batch))) throw error;
      log().warn({ event: "settle_retry", attempt, size: batch.length, ...errorFacts(error) });
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}

async function isWorthRetry(error: unknown, batch: readonly Ending[]): Promise<boolean> {
  if (!isMissingPartition(error)) return isTransient(error);
  const times = batch.flatMap(({ generation }) => (generation ? [generationTimeMs(generation.id)] : []));
  await ensurePartitions({ from: new Date(Math.min(...times)), to: new Date(Math.max(...times)) });
  return true;
}

async function settleBatch(client: PoolClient, batchId: string, batch: readonly Ending[]): Promise<void> {
  // A hold that is ended twice at once ends as it was first asked.
  const first = new Map(batch.toReversed().map((ending) => [ending.holdId, ending]));
  const closed = await settleHolds(
    client,
    batchId,
    [...first.values()].map(({ holdId, generation }) => ({
      holdId,
      costNanos: generation?.costNanos ?? 0n,
      isReleased: generation === null,
    })),
  );
  if (!closed) return;
  const settled = [...first.values()].flatMap(({ holdId, generation }) => {
    const hold = closed.get(holdId);
    return generation && hold ? [{ ...generation, transferId: hold.transferId }] : [];
  });
  await recordGenerations(client, settled);
  await storePromptLogs(
    client,
    settled.flatMap(({ workspaceId, id, promptLog }) =>
      promptLog ? [{ workspaceId, generationId: id, ...promptLog }] : [],
    ),
  );
}
