/** A gap of three missed heartbeats. */
const gapMs = 15_000;
/** How long others get to be heard again after a gap of ours: as long as they may be silent. */
const recoveryMs = 30_000;
/**
 * The same wait for a process that has just started, in which a live process sends three heartbeats. It is shorter, so
 * that the holds of a killed process are free within a minute of its death, even when its successor took half of that
 * to start.
 */
const startRecoveryMs = 15_000;

/** Tracks whether this process can judge the silence of others; see `steadyBeats`. */
export type SteadyBeats = {
  /** Records that a heartbeat was written at this moment. */
  beat(nowMs: number): void;
  isSteady(nowMs: number): boolean;
};

/**
 * Watches this process's own heartbeats. After a gap, either the database was unreachable or this machine was
 * suspended, and the others may be silent for the same reason. Their silence means nothing until they had time to be
 * heard again.
 */
export function steadyBeats(startMs: number): SteadyBeats {
  let lastMs = startMs;
  // A process that has just started does not know whether the database was unreachable until now.
  let unsteadyUntilMs = startMs + startRecoveryMs;
  return {
    beat(nowMs) {
      if (nowMs - lastMs > gapMs) unsteadyUntilMs = nowMs + recoveryMs;
      lastMs = nowMs;
    },
    isSteady: (nowMs) => nowMs - lastMs <= gapMs && nowMs >= unsteadyUntilMs,
  };
}
