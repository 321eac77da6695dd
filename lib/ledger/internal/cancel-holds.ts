import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { patientPool, sqlTransaction } from "@/lib/db/client";
import { isTransient } from "@/lib/db/transient-errors";
import type { HoldRequest } from "@/lib/ledger/holds/take-hold";
import { settleExactly } from "@/lib/ledger/settlements/settle-holds";
import { currentProcess } from "@/lib/ledger/processes/current-process";
import { arrayText } from "./array-text";

type Unwanted = Pick<HoldRequest, "holdId" | "workspaceId" | "keyId">;

const batchMax = 500;
const retryMs = 1_000;
/** At shutdown a database that is away is not waited for longer: these holds then expire with the process. */
const drainMsMax = 5_000;

let waiting: Unwanted[] = [];
let running: Promise<void> | null = null;

/**
 * Gives back a hold that nobody wants any more, whether it was committed, is about to be, or never will: afterwards it
 * cannot come into being. Tries until the database answers.
 */
export function cancelInBackground({ holdId, workspaceId, keyId }: Unwanted): void {
  waiting.push({ holdId, workspaceId, keyId });
  running ??= run();
}

/** Resolves when nothing is left to give back, or after a while of trying. */
export async function drainCancellations(): Promise<void> {
  if (!running) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, drainMsMax)));
  await Promise.race([running, patience]);
  clearTimeout(timer);
}

async function run(): Promise<void> {
  while (waiting.length > 0) {
    const batch = waiting.slice(0, batchMax);
    try {
      await cancelHolds(batch);
      waiting = waiting.slice(batch.length);
    } catch (error) {
      // What the database refuses will not be accepted later; such holds end with this process.
      if (!isTransient(error)) waiting = waiting.slice(batch.length);
      log().warn({ event: "hold_cancel_retry", size: waiting.length, ...errorFacts(error) });
      await new Promise<void>((resolve) => void setTimeout(resolve, retryMs).unref());
    }
  }
  running = null;
}

/**
 * With the wallets locked, a flush that is still on its way either has committed, and its holds are released, or
 * comes later and finds the ids taken by released holds, so that the database refuses it whole.
 */
async function cancelHolds(holds: readonly Unwanted[]): Promise<void> {
  const processId = await currentProcess();
  await sqlTransaction(async (client) => {
    await client.query(
      "select from wallets where workspace_id = any($1::uuid[]) order by workspace_id for no key update",
      [arrayText(holds.map(({ workspaceId }) => workspaceId))],
    );
    await settleExactly(
      client,
      holds.map((hold) => ({ ...hold, costNanos: 0n, isReleased: true })),
    );
    await client.query(
      `insert into holds (id, workspace_id, key_id, amount_nanos, state, closed_at, process_id, meter_ids)
       select asked.id, asked.workspace_id, asked.key_id, 0, 'released', now(), $4::uuid, '{}'
       from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as asked(id, workspace_id, key_id)
       on conflict do nothing`,
      [
        arrayText(holds.map(({ holdId }) => holdId)),
        arrayText(holds.map(({ workspaceId }) => workspaceId)),
        arrayText(holds.map(({ keyId }) => keyId)),
        processId,
      ],
    );
  }, patientPool());
}
