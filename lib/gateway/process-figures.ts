import "server-only";
import { type SettlementFigures, settlementFigures as figures } from "./internal/pending-settlements";
import { type PhaseTimes, phaseTimes } from "./internal/phase-times";
import { oldestRunningMs, runningCount } from "./internal/running-completions";

/** Completions of this process that are admitted but not settled, and how the time of the settled ones was spent. */
export function completionFigures(): { running: number; oldestMs: number; phases: PhaseTimes } {
  return { running: runningCount(), oldestMs: oldestRunningMs(), phases: phaseTimes() };
}

/** Pending settlements of this process, and how many generations were recorded with less than they had. */
export function settlementFigures(): SettlementFigures {
  return figures();
}
