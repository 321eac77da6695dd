import "server-only";
import { type SettlementFigures, settlementFigures as figures } from "./internal/pending-settlements";
import { type PhaseTimes, phaseTimes } from "./internal/phase-times";
import { categorizationFigures as sampled } from "./internal/categorize";
import { oldestRunningMs, runningCount } from "./internal/running-completions";

/** Completions of this process that are admitted but not settled, and how the time of the settled ones was spent. */
export function completionFigures(): { running: number; oldestMs: number; phases: PhaseTimes } {
  return { running: runningCount(), oldestMs: oldestRunningMs(), phases: phaseTimes() };
}

/** Pending settlements of this process, and how many generations were recorded with less than they had. */
export function settlementFigures(): SettlementFigures {
  return figures();
}

/** What became of the prompts that were sampled for a category, since this process started. */
export function categorizationFigures(): ReturnType<typeof sampled> {
  return sampled();
}
