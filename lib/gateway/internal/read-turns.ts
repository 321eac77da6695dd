import "server-only";

/** Bytes of responses that are read in one turn of the event loop, before other work continues. */
const turnBytesMax = 32 * 1024;
/** The most that one response reads of them at a time. */
export const stepBytes = 16 * 1024;
/** A response that brings no more than this per second never waits behind those that bring more. */
const lightBytes = 128 * 1024;
const lightMs = 1_000;

const light = 0;
const heavy = 1;
const unread = 2;

type Waiting = { readonly bytes: number; readonly proceed: () => void };

/** How much of one response was read recently. */
export class ReadShare {
  #sinceMs = 0;
  #bytes = 0;

  /** Counts bytes that are about to be read. True while the response is a light one. */
  add(bytes: number): boolean {
    const nowMs = performance.now();
    if (nowMs - this.#sinceMs > lightMs) {
      this.#sinceMs = nowMs;
      this.#bytes = 0;
    }
    this.#bytes += bytes;
    return this.#bytes <= lightBytes;
  }
}

/**
 * Shares the processor among the responses of a process. Each turn of the event loop reads a limited number of bytes in
 * total, however much each provider sends, and then all other requests continue. Light responses come before heavy
 * ones, and those with a reader before those without. One of those without a reader still proceeds in each turn. While
 * a response waits for its turn, it takes no bytes from its provider.
 */
export class ReadTurns {
  #left = turnBytesMax;
  #isScheduled = false;
  readonly #queues: readonly [Waiting[], Waiting[], Waiting[]] = [[], [], []];

  /** Returns nothing when the bytes may be read immediately, otherwise a promise for the turn in which they may. */
  take(share: ReadShare, bytes: number, hasReader: boolean): Promise<void> | void {
    const isLight = share.add(bytes);
    this.#schedule();
    if (this.#left > 0) {
      this.#left -= bytes;
      return;
    }
    const rank = hasReader ? (isLight ? light : heavy) : unread;
    return new Promise((proceed) => this.#queues[rank].push({ bytes, proceed }));
  }

  /** Accounts for work that was not known in advance, by making later turns shorter. */
  owe(bytes: number): void {
    this.#left -= bytes;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isScheduled = false;
    this.#left = Math.min(turnBytesMax, this.#left + turnBytesMax);
    if (this.#left > 0) this.#next(this.#queues[unread]);
    for (const queue of this.#queues) while (this.#left > 0 && queue.length > 0) this.#next(queue);
    if (this.#left < turnBytesMax) this.#schedule();
  }

  #next(queue: Waiting[]): void {
    const next = queue.shift();
    if (!next) return;
    this.#left -= next.bytes;
    next.proceed();
  }
}

/** The turns of this process. */
export const readTurns = new ReadTurns();
