import "server-only";

/** Bytes of answers that are read between two looks at everything else that the process has to do. */
const turnBytesMax = 32 * 1024;
/** What one answer may read of them at a time. */
export const stepBytes = 16 * 1024;
/** An answer that brings no more than this in a second is never behind those that bring more. */
const lightBytes = 128 * 1024;
const lightMs = 1_000;

const light = 0;
const heavy = 1;
const unread = 2;

type Waiting = { readonly bytes: number; readonly proceed: () => void };

/** How much of one answer was read lately. */
export class ReadShare {
  #sinceMs = 0;
  #bytes = 0;

  /** Counts bytes that are about to be read. True while the answer is a light one. */
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
 * Shares the processor among the answers of a process: in each turn of the event loop so many bytes are read, whoever
 * sends how much, and then all other requests go on. Light answers come before heavy ones, and those that still have a
 * reader before those that have none, of which one goes on in each turn all the same. Whoever waits for its turn does not
 * take bytes from its provider meanwhile.
 */
export class ReadTurns {
  #left = turnBytesMax;
  #isScheduled = false;
  readonly #queues: readonly [Waiting[], Waiting[], Waiting[]] = [[], [], []];

  /** Nothing when the bytes may be read at once, else a promise for the turn in which they may. */
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

  /** Work that was not known before: later turns are shorter for it. */
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

/** Those of this process. */
export const readTurns = new ReadTurns();
