import "server-only";
import type { Completion } from "./completion";

/** The phases of a completion: taking the hold, the provider, the settlement, and the rest, which is our own work. */
type Phase = "hold" | "upstream" | "settle" | "rest";
export type PhaseTimes = { completions: number; readonly seconds: Record<Phase, number> };

const times: PhaseTimes = { completions: 0, seconds: { hold: 0, upstream: 0, settle: 0, rest: 0 } };

/** Sums since the process started. */
export function phaseTimes(): PhaseTimes {
  return { completions: times.completions, seconds: { ...times.seconds } };
}

/** Counts a completion whose settlement is committed. */
export function countPhases(completion: Completion, { settleMs }: { settleMs: number }): void {
  const totalMs = performance.now() - completion.receivedMs;
  const { holdMs, upstreamMs } = completion;
  times.completions += 1;
  times.seconds.hold += holdMs / 1_000;
  times.seconds.upstream += upstreamMs / 1_000;
  times.seconds.settle += settleMs / 1_000;
  times.seconds.rest += Math.max(0, totalMs - holdMs - upstreamMs - settleMs) / 1_000;
}
