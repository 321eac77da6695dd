import type { CallerSignal } from "./caller-signal";

/** The value that `within` resolves with when it stops waiting. */
export const late = Symbol("late");
export type Late = typeof late;

/**
 * Waits for `work` for at most `ms` milliseconds and until `signal` aborts at the latest. Resolves with its value or
 * with `late`; rejects when the work rejects in time. The work itself is not stopped: the caller handles its later
 * result, and a late rejection is ignored.
 */
export function within<Value>(
  work: Promise<Value>,
  ms: number,
  signal?: CallerSignal | null,
): Promise<Value | Late> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      end();
      resolve(late);
    };
    const timer = setTimeout(giveUp, ms);
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
    };
    signal?.addEventListener("abort", giveUp, { once: true });
    if (signal?.aborted) giveUp();
    work.then(
      (value) => {
        end();
        resolve(value);
      },
      (error: unknown) => {
        end();
        reject(error);
      },
    );
  });
}
