/** A gap of three missed heartbeats. */
const gapMs = 15_000;
/** How long others may take to be heard again after a gap of ours: as long as they may be silent. */
const recoveryMs = 30_000;
/**
 * The same for a process that has just begun: a process that lives beats three times meanwhile. Shorter, so that what a
 * killed process held is free a minute after it, also when its successor took half of that to come up.
 */
const startRecoveryMs = 15_000;

/** Tells whether this process can judge the silence of others; see `steadyBeats`. */
export type SteadyBeats = {
  /** A heartbeat was written at this moment. */
  beat(nowMs: number): void;
  isSteady(nowMs: number): boolean;
};

/**
 * Watches this process's own heartbeats. When they had a gap, the database was away or this machine slept, and the
 * others may be silent for the same reason: their silence means nothing until they had the time to be heard again.
 */
export function steadyBeats(startMs: number): SteadyBeats {
  let lastMs = startMs;
  // Who has just begun does not know whether the database was away until now.
  let unsteadyUntilMs = startMs + startRecoveryMs;
  return {
    beat(nowMs) {
      if (nowMs - lastMs > gapMs) unsteadyUntilMs = nowMs + recoveryMs;
      lastMs = nowMs;
    },
    isSteady: (nowMs) => nowMs - lastMs <= gapMs && nowMs >= unsteadyUntilMs,
  };
}
