import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { patientPool, sqlTransaction } from "@/lib/db/client";
import { isLockTimeout, isTransient } from "@/lib/db/database-errors";
import type { HoldRequest } from "@/lib/ledger/holds/take-hold";
import { settleExactly } from "@/lib/ledger/settlements/settle-holds";
import { currentProcess } from "@/lib/ledger/processes/current-process";
import { arrayText } from "./array-text";

type Unwanted = Pick<HoldRequest, "holdId" | "workspaceId" | "keyId">;

const batchMax = 500;
const retryMs = 1_000;
/** How long shutdown waits for an unreachable database. After that, these holds expire with the process. */
const drainMsMax = 5_000;

const waiting: Unwanted[] = [];
let running: Promise<void> | null = null;

/**
 * Gives back an unwanted hold, whether it was committed, is about to be, or never will be: afterwards it cannot be
 * created. Retries until the database responds.
 */
export function cancelInBackground({ holdId, workspaceId, keyId }: Unwanted): void {
  waiting.push({ holdId, workspaceId, keyId });
  running ??= run();
}

/** Resolves when nothing is left to give back, or after `drainMsMax`. */
export async function drainCancellations(): Promise<void> {
  if (!running) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, drainMsMax)));
  await Promise.race([running, patience]);
  clearTimeout(timer);
}

async function run(): Promise<void> {
  while (waiting.length > 0) {
    const batch = waiting.splice(0, batchMax);
    const left = await cancelOrKeep(batch);
    waiting.push(...left);
    if (left.length > 0) await new Promise<void>((resolve) => void setTimeout(resolve, retryMs).unref());
  }
  running = null;
}

/** Returns the holds to retry: their wallets are locked, or the database is unreachable. */
async function cancelOrKeep(batch: readonly Unwanted[]): Promise<readonly Unwanted[]> {
  try {
    const cancelled = await cancelHolds(batch);
    return batch.filter(({ workspaceId }) => !cancelled.has(workspaceId));
  } catch (error) {
    // One hold's meter is locked, or one hold is rejected: it must not block the others.
    if (batch.length > 1 && (isLockTimeout(error) || !isTransient(error))) {
      const middle = Math.ceil(batch.length / 2);
      return [...(await cancelOrKeep(batch.slice(0, middle))), ...(await cancelOrKeep(batch.slice(middle)))];
    }
    log().warn({ event: "hold_cancel_retry", count: batch.length, ...errorFacts(error) });
    return batch;
  }
}

/**
 * While the wallets are locked, a flush that is still in flight has two outcomes. It has committed, and its holds are
 * released here. Or it runs later and finds the ids taken by released holds, so that the database rejects it as a
 * whole. Never waits for one wallet while it has others locked. Returns the workspaces whose wallets were free.
 */
async function cancelHolds(holds: readonly Unwanted[]): Promise<ReadonlySet<string>> {
  const processId = await currentProcess();
  return sqlTransaction(async (client) => {
    await client.query("set local lock_timeout = '100ms'");
    const { rows } = await client.query<{ workspace_id: string }>(
      `select workspace_id from wallets where workspace_id = any($1::uuid[])
       order by workspace_id for no key update skip locked`,
      [arrayText(holds.map(({ workspaceId }) => workspaceId))],
    );
    const locked = new Set(rows.map(({ workspace_id }) => workspace_id));
    const mine = holds.filter(({ workspaceId }) => locked.has(workspaceId));
    if (mine.length === 0) return locked;
    await settleExactly(
      client,
      mine.map((hold) => ({ ...hold, costNanos: 0n, isReleased: true })),
    );
    await client.query(
      `insert into holds (id, workspace_id, key_id, amount_nanos, state, closed_at, process_id, meter_ids)
       select asked.id, asked.workspace_id, asked.key_id, 0, 'released', now(), $4::uuid, '{}'
       from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as asked(id, workspace_id, key_id)
       on conflict do nothing`,
      [
        arrayText(mine.map(({ holdId }) => holdId)),
        arrayText(mine.map(({ workspaceId }) => workspaceId)),
        arrayText(mine.map(({ keyId }) => keyId)),
        processId,
      ],
    );
    return locked;
  }, patientPool());
}
