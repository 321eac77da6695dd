import "server-only";

/** The right to use the process's time for one large body. */
export type Turn = {
  /** Yields to other work for as long as this turn has worked since its last pause, once that is worth it. */
  pause(): Promise<void>;
  /** Must be called in every case. */
  end(): void;
};

/** Other requests do not notice work that is this short. */
const workMsMax = 4;
/** If the machine itself stalled, the measured work is too long. The pause must not repeat that stall. */
const pauseMsMax = 100;

const waiting = new Map<string, (() => void)[]>();
let isTaken = false;

/**
 * Lets one large body at a time be decoded, parsed, and measured, for at most half of the time. Each step blocks the
 * process for milliseconds, parsing for tens of them, and other requests would notice several in a row. Waiting
 * workspaces take turns, however many bodies each of them sends.
 */
export async function takeTurn(workspaceId: string): Promise<Turn> {
  if (isTaken) await new Promise<void>((resolve) => enqueue(workspaceId, resolve));
  isTaken = true;
  let sinceMs = performance.now();
  let isOver = false;
  return {
    async pause() {
      const workMs = performance.now() - sinceMs;
      if (workMs < workMsMax) return;
      await pauseFor(workMs);
      sinceMs = performance.now();
    },
    end() {
      if (isOver) return;
      isOver = true;
      void pauseFor(performance.now() - sinceMs).then(handOver);
    },
  };
}

function enqueue(workspaceId: string, resolve: () => void): void {
  const own = waiting.get(workspaceId);
  if (own) own.push(resolve);
  else waiting.set(workspaceId, [resolve]);
}

/** Gives the turn to the workspace that has waited longest since its last one. */
function handOver(): void {
  for (const [workspaceId, own] of waiting) {
    const next = own.shift();
    waiting.delete(workspaceId);
    if (own.length > 0) waiting.set(workspaceId, own);
    if (next) return next();
  }
  isTaken = false;
}

function pauseFor(workMs: number): Promise<void> {
  if (workMs < workMsMax) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => setTimeout(resolve, Math.min(workMs, pauseMsMax)));
}
