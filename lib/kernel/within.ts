import type { CallerSignal } from "./caller-signal";

/** What `within` resolves with when it did not wait any longer. */
export const late = Symbol("late");
export type Late = typeof late;

/**
 * Waits for `work` for at most `ms` milliseconds, and no longer than until `signal` aborts: resolves with its value, or
 * with `late`. Rejects as the work does while it is waited for. The work itself is not ended; what becomes of it later
 * is its starter's business, and a late rejection is nobody's.
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
