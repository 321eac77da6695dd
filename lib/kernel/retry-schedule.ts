const firstMs = 2_000;
const longestMs = 30_000;
/** While the server is not ready, for about half an hour. */
const probesMax = 60;
/** With a ready server the cause is another one, which repetition rarely fixes. */
const retriesMax = 5;

/** How often a failed page has asked whether the server is ready, and how often it was loaded again. */
export type RetryState = { readonly probes: number; readonly retries: number };

export const noRetries: RetryState = { probes: 0, retries: 0 };

/** Milliseconds until a failed page asks again: 2 s, doubling up to 30 s. Null: it has given up. */
export function nextProbeMs({ probes, retries }: RetryState): number | null {
  if (probes >= probesMax || retries >= retriesMax) return null;
  return Math.min(longestMs, firstMs * 2 ** Math.min(10, probes));
}

const shortestPauseMs = 50;
const longestPauseMs = 2_000;

/**
 * Waits before retrying something that is unavailable: 50 ms after the first attempt, doubling up to two seconds. Each
 * pause is shortened at random by up to half so that many callers do not retry at the same moment.
 */
export function pauseAfter(attempt: number): Promise<void> {
  const fullMs = Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(attempt - 1, 10));
  return new Promise((resolve) => setTimeout(resolve, fullMs * (0.5 + Math.random() / 2)));
}
