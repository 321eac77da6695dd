import "server-only";
import { type Completion, endCompletion, type EndReason } from "./completion";

/** Every completion of this process that is admitted and not yet settled. */
const running = new Set<Completion>();
let whenIdle: (() => void)[] = [];

export function addRunning(completion: Completion): void {
  running.add(completion);
}

export function removeRunning(completion: Completion): void {
  running.delete(completion);
  if (running.size > 0) return;
  const waiting = whenIdle;
  whenIdle = [];
  for (const resolve of waiting) resolve();
}

export function runningCount(): number {
  return running.size;
}

/** Milliseconds since the oldest began; 0 when none runs. A set keeps the order of arrival. */
export function oldestRunningMs(): number {
  const [oldest] = running;
  return oldest ? performance.now() - oldest.startedMs : 0;
}

export function endAllRunning(reason: EndReason): void {
  for (const completion of running) endCompletion(completion, reason);
}

/** Resolves with true when nothing runs any more, with false when that has not happened within `waitMs`. */
export function untilIdle(waitMs: number): Promise<boolean> {
  if (running.size === 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(running.size === 0), waitMs);
    whenIdle.push(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
