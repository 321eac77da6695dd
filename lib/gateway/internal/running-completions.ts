import "server-only";
import type { EndReason } from "@/lib/gateway/rules/api-error";
import { type Completion, endCompletion } from "./completion";

/** Every completion of this process that is admitted and not yet settled. */
const running = new Set<Completion>();
/** Set once all completions are to end. A completion that was being admitted then ends as soon as it starts to run. */
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

/** Milliseconds since the oldest started, or 0 when none runs. A set keeps insertion order. */
export function oldestRunningMs(): number {
  const [oldest] = running;
  return oldest ? performance.now() - oldest.startedMs : 0;
}

/** Ends all running completions, and from now on any that start. */
export function endAllRunning(reason: EndReason): void {
  endingFor = reason;
  for (const completion of running) endCompletion(completion, reason);
}

/** True after `endAllRunning`: nothing more may be sent. */
export function isEnding(): boolean {
  return endingFor !== null;
}
