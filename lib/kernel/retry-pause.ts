const shortestMs = 50;
const longestMs = 2_000;

/**
 * Waits before retrying something that is unavailable: 50 ms after the first attempt, doubling up to two seconds. Each
 * pause is shortened at random by up to half so that many callers do not retry at the same moment.
 */
export function pauseAfter(attempt: number): Promise<void> {
  const fullMs = Math.min(longestMs, shortestMs * 2 ** Math.min(attempt - 1, 10));
  return new Promise((resolve) => setTimeout(resolve, fullMs * (0.5 + Math.random() / 2)));
}
