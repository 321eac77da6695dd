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
