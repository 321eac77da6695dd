import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { laneCounts } from "@/lib/db/client";
import { runPrepared } from "@/lib/db/run-prepared";
import { isRejectedData, isLockTimeout, isStatementTimeout, isTransient } from "@/lib/db/database-errors";
import { BusyKeys, fairQueue } from "@/lib/kernel/fair-queue";
import type { HoldRequest } from "@/lib/ledger/holds/take-hold";
import { currentProcess, renewProcess } from "@/lib/ledger/processes/current-process";
import { busyWallets } from "./busy-wallets";
import { cancelInBackground } from "./cancel-holds";
import { isEndedProcess, isSilent, isOutcomeUnknown, isUnsent } from "./hold-errors";
import { type HoldDecision, holdDecisions, holdStatement } from "./hold-statement";

export type QueuedHold = {
  readonly request: HoldRequest;
  /** Set when no caller waits any more: the deadline has passed, or the caller disconnected. */
  isAbandoned: boolean;
  /** Set when a flush that contained it got no response, so that the hold may exist. */
  isOutcomeUnknown: boolean;
};

/** `granted: null`: the database does not respond. Anything that may have been committed is being given back. */
export type QueuedDecision = HoldDecision | { readonly granted: null };

/** One retry each after a broken connection, after a race, and after this process was ended by mistake. */
const attemptsMax = 3;

/** Every hold of this process goes through this queue. A wallet that is locked elsewhere delays only its own holds. */
export const holdQueue = fairQueue<QueuedHold, QueuedDecision>({
  keyOf: ({ request }) => request.workspaceId,
  itemsMax: 256,
  gatherMs: 2,
  get lanesMax() {
    return laneCounts().holds;
  },
  isAbandoned: ({ isAbandoned }) => isAbandoned,
  isItemError: isRejectedData,
  flush: async (items, { patient }) => {
    try {
      return await decideHolds(items, patient);
    } catch (error) {
      if (isLockTimeout(error) && !patient) throw new BusyKeys(await busyAmong(items));
      if (!isTransient(error)) throw error;
      log().warn({ event: "holds_unavailable", count: items.length, ...errorFacts(error) });
      for (const item of items) if (item.isOutcomeUnknown) cancelInBackground(item.request);
      return items.map(() => ({ granted: null }));
    }
  },
});

async function decideHolds(items: readonly QueuedHold[], patient: boolean): Promise<HoldDecision[]> {
  const requests = items.map(({ request }) => request);
  let losses = 0;
  for (let attempt = 1; ; attempt += 1) {
    const processId = await currentProcess();
    const isRepeat = items.some((item) => item.isOutcomeUnknown);
    try {
      const [result] = await runPrepared([holdStatement(processId, requests, isRepeat)], { patient });
      return holdDecisions(requests, result?.rows ?? []);
    } catch (error) {
      const isLost = isOutcomeUnknown(error);
      if (isLost) for (const item of items) item.isOutcomeUnknown = true;
      if (isLost || isUnsent(error)) losses += 1;
      // Only one retry after a lost connection: callers must soon learn that the database is unreachable.
      const isLate = isSilent(error) || isStatementTimeout(error) || isLockTimeout(error);
      if (attempt === attemptsMax || losses > 1 || isLate) throw error;
      if (isEndedProcess(error)) await renewProcess(processId);
      else if (!isTransient(error)) throw error;
    }
  }
}

/** Returns all of them when the database does not respond: then each workspace waits separately. */
async function busyAmong(items: readonly QueuedHold[]): Promise<ReadonlySet<string>> {
  const workspaceIds = [...new Set(items.map(({ request }) => request.workspaceId))];
  const meterIds = [...new Set(items.flatMap(({ request }) => [request.keyId, ...request.meterIds]))];
  return busyWallets({ workspaceIds, meterIds, holdIds: [] }).catch(() => new Set(workspaceIds));
}
