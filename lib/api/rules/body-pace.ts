/**
 * How fast a body must come. A body that is being sent keeps a place among the completions, and the room that it has
 * filled, so that a few callers who never end theirs could keep everybody else out. 64 KB in a quarter of a minute are
 * four kilobytes a second, less than any line in use brings: so a small body is there within that time, and a large one
 * that has stopped is found out soon, however fast it began. 10 MB have the time that a line of 90 KB a second needs; the
 * front server would cut them off five seconds later, without an answer.
 */
const windowMs = 15_000;
const windowBytes = 64 * 1024;
const wholeMsMax = 115_000;

/** The pace of one body, on any clock in milliseconds. */
export class BodyPace {
  readonly #startedMs: number;
  #windowMs: number;
  #windowBytes = 0;

  constructor(nowMs: number) {
    this.#startedMs = nowMs;
    this.#windowMs = nowMs;
  }

  /** `bytes`: what has come until now. Looked at from time to time; the seldomer, the more patient. */
  isTooSlow(bytes: number, nowMs: number): boolean {
    if (nowMs - this.#startedMs >= wholeMsMax) return true;
    if (nowMs - this.#windowMs < windowMs) return false;
    if (bytes - this.#windowBytes < windowBytes) return true;
    this.#windowMs = nowMs;
    this.#windowBytes = bytes;
    return false;
  }
}
