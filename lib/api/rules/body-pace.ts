/**
 * How fast a body must arrive. A body that is being sent occupies a completion slot and the memory that it has
 * filled. Without a limit, a few callers who never finish theirs could keep everyone else out. 64 KB in 15 seconds are
 * four kilobytes a second, slower than any line in use. A small body therefore arrives within that time, and a large
 * one that has stopped is detected soon, however fast it began. 10 MB have the time that a line of 90 KB a second
 * needs; the front server would cut them off five seconds later, without a response.
 */
const windowMs = 15_000;
const windowBytes = 64 * 1024;
const wholeMsMax = 115_000;

/** Tracks the pace of one body, on any clock in milliseconds. */
export class BodyPace {
  readonly #startedMs: number;
  #windowMs: number;
  #windowBytes = 0;

  constructor(nowMs: number) {
    this.#startedMs = nowMs;
    this.#windowMs = nowMs;
  }

  /** `bytes` is the number received so far. Call it regularly; the less often, the more lenient it is. */
  isTooSlow(bytes: number, nowMs: number): boolean {
    if (nowMs - this.#startedMs >= wholeMsMax) return true;
    if (nowMs - this.#windowMs < windowMs) return false;
    if (bytes - this.#windowBytes < windowBytes) return true;
    this.#windowMs = nowMs;
    this.#windowBytes = bytes;
    return false;
  }
}
