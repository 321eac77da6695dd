import "server-only";

/** The time of the process, while it is one large body's. */
export type Turn = {
  /** Lets everybody else go on: for as long as the turn has worked since the last pause, once that is worth it. */
  pause(): Promise<void>;
  /** To be called in any case. */
  end(): void;
};

/** Work up to this long is felt by nobody. */
const workMsMax = 4;
/** A machine that stood still meanwhile is no reason to stand still again. */
const pauseMsMax = 100;

const waiting = new Map<string, (() => void)[]>();
let isTaken = false;

/**
 * Lets one large body at a time be decoded, parsed and measured, and that for half of the time at most: each step keeps
 * the process busy for milliseconds, parsing for tens of them, and several in a row would be felt by everybody else.
 * Workspaces that wait take turns, however many bodies each of them sends.
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

/** To the workspace that has waited longest since its last turn. */
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
