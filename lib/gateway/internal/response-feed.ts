import "server-only";

const encoder = new TextEncoder();

/**
 * The part of a streamed completion that its caller has not read yet: a queue bounded in characters and in time. The
 * completion pushes, and waits while the queue is full. The reader pulls at its own pace and gets everything queued in
 * one piece. A reader who leaves, or takes nothing for too long, is detached: pushes are then dropped and do not wait.
 * A reader who took nothing for too long finds a stall notice after what was queued, so that it cannot mistake the cut
 * for the end.
 */
export class ResponseFeed {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #charactersMax: number;
  readonly #stalledMs: number;
  readonly #onDisconnect: () => void;
  readonly #stallNotice: () => string;
  #waiting = "";
  #isEnded = false;
  #neverWaits = false;
  #isDetached = false;
  /** Set while the reader waits for something to read. */
  #deliver: (() => void) | null = null;
  /** Set while the completion waits for room. */
  #continue: (() => void) | null = null;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;

  constructor(options: {
    charactersMax: number;
    stalledMs: number;
    onDisconnect: () => void;
    stallNotice: () => string;
  }) {
    this.#charactersMax = options.charactersMax;
    this.#stalledMs = options.stalledMs;
    this.#onDisconnect = options.onDisconnect;
    this.#stallNotice = options.stallNotice;
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#pull(),
        cancel: () => this.#detach(),
      },
      { highWaterMark: 0 },
    );
  }

  /** True when there is no reader anymore and pushes are dropped. */
  get isUnread(): boolean {
    return this.#isDetached || this.#isEnded;
  }

  /**
   * Resolves when there is room for more. Returns immediately while the queue is short or there is no reader anymore.
   */
  push(text: string): Promise<void> | void {
    if (this.#isDetached || this.#isEnded || text === "") return;
    this.#waiting += text;
    this.#deliver?.();
    if (this.#waiting.length <= this.#charactersMax || this.#neverWaits) return;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#stall(), this.#stalledMs);
      timer.unref();
      this.#continue = () => {
        clearTimeout(timer);
        this.#continue = null;
        resolve();
      };
    });
  }

  /** Stops waiting for the reader: little more will come. */
  stopWaiting(): void {
    this.#neverWaits = true;
    this.#continue?.();
  }

  /** Nothing more will come. */
  end(): void {
    this.#isEnded = true;
    this.#deliver?.();
  }

  #pull(): Promise<void> | void {
    if (this.#waiting !== "" || this.#isEnded) return this.#hand();
    return new Promise((resolve) => {
      this.#deliver = () => {
        this.#deliver = null;
        this.#hand();
        resolve();
      };
    });
  }

  #hand(): void {
    if (this.#isDetached) return;
    if (this.#waiting !== "") {
      this.#controller?.enqueue(encoder.encode(this.#waiting));
      this.#waiting = "";
      this.#continue?.();
    }
    if (!this.#isEnded) return;
    this.#isDetached = true;
    this.#controller?.close();
  }

  #stall(): void {
    if (this.#isDetached || this.#isEnded) return;
    this.#waiting += this.#stallNotice();
    this.#isEnded = true;
    this.#continue?.();
    this.#onDisconnect();
  }

  #detach(): void {
    if (this.#isDetached) return;
    this.#isDetached = true;
    this.#waiting = "";
    this.#continue?.();
    if (!this.#isEnded) this.#onDisconnect();
  }
}
