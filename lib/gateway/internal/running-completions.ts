import "server-only";
import type { EndReason } from "@/lib/gateway/rules/api-error";
import { type Completion, endCompletion } from "./completion";

/** Every completion of this process that is admitted and not yet settled. */
const running = new Set<Completion>();
/** Set once all are to end: what was being admitted then ends as soon as it runs. */
let endingFor: EndReason | null = null;

export function addRunning(completion: Completion): void {
  running.add(completion);
  if (endingFor !== null) endCompletion(completion, endingFor);
}

export function removeRunning(completion: Completion): void {
  running.delete(completion);
}

export function runningCount(): number {
  return running.size;
}

/** Milliseconds since the oldest began; 0 when none runs. A set keeps the order of arrival. */
export function oldestRunningMs(): number {
  const [oldest] = running;
  return oldest ? performance.now() - oldest.startedMs : 0;
}

/** Ends what runs, and from now on whatever begins to run. */
export function endAllRunning(reason: EndReason): void {
  endingFor = reason;
  for (const completion of running) endCompletion(completion, reason);
}

/** True after `endAllRunning`: nothing more is to be sent. */
export function isEnding(): boolean {
  return endingFor !== null;
}
