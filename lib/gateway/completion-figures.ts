import "server-only";
import { type PhaseTimes, phaseTimes } from "./internal/phase-times";
import { oldestRunningMs, runningCount } from "./internal/running-completions";

/** What this process is doing: completions that are admitted and not settled, and where their time has gone so far. */
export function completionFigures(): { running: number; oldestMs: number; phases: PhaseTimes } {
  return { running: runningCount(), oldestMs: oldestRunningMs(), phases: phaseTimes() };
}
