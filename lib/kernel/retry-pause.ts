const shortestMs = 50;
const longestMs = 2_000;

/**
 * Waits before another attempt at something that is away for the moment: 50 ms after the first, doubling up to two
 * seconds, each shortened at random by up to half so that many do not come back at once.
 */
export function pauseAfter(attempt: number): Promise<void> {
  const fullMs = Math.min(longestMs, shortestMs * 2 ** Math.min(attempt - 1, 10));
  return new Promise((resolve) => setTimeout(resolve, fullMs * (0.5 + Math.random() / 2)));
}
