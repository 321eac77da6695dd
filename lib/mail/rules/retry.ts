/** Tries before a mail is given up: about a day and a half. */
export const triesMax = 10;

/** 10 s after the first failure, then four times longer each time, at most 6 h. */
export function nextTryDelaySeconds(attempts: number): number {
  return Math.min(10 * 4 ** Math.max(0, attempts - 1), 6 * 3_600);
}
