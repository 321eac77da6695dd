import "server-only";
import type { Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import { type Dispatcher, errors } from "undici";

/** How much may wait to be read. A provider that is faster is made to wait. */
const waitingBytesMax = 256 * 1024;
/** How long the discarded rest of a response may take before its connection is closed. */
const restMsMax = 2_000;
const restBytesMax = 65_536;

/** The error that `next` and `status` reject with after `end`. */
class ExchangeEnded extends Error {}

export type ExchangeOptions = {
  /** Called when the request is written. Never called for a request that was ended before. */
  readonly onSent: () => void;
  /** The most bytes of the response that are accepted, decoded. */
  readonly bytesMax: number;
  /** Called when there are more, or when the head of the response is too long. Must end the exchange. */
  readonly onTooLarge: () => void;
};

/**
 * One request to an upstream and its response, read piece by piece or whole. undici's own `request` builds a Node
 * stream for every response, which takes as long as everything else together.
 */
export class UpstreamExchange implements Dispatcher.DispatchHandler {
  /** The status of the response. Rejects when there is none. */
  readonly status: Promise<number>;
  /** The media type of the response, in lower case and without parameters. Known together with the status. */
  contentType = "";
  readonly #options: ExchangeOptions;
  #receivedBytes = 0;
  #resolveStatus: (status: number) => void = () => undefined;
  #rejectStatus: (error: Error) => void = () => undefined;
  #controller: Dispatcher.DispatchController | null = null;
  #encoding = "";
  #decoder: Transform | null = null;
  #pieces: Buffer[] = [];
  #waitingBytes = 0;
  /** Bytes that may still be discarded. Null while the response is being read. */
  #discards: number | null = null;
  #isWhole = false;
  #isCollecting = false;
  #error: Error | null = null;
  #wake: (() => void) | null = null;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.status = new Promise((resolve, reject) => {
      this.#resolveStatus = resolve;
      this.#rejectStatus = reject;
    });
    // A caller that ended the exchange before it had a status may not be waiting for one.
    this.status.catch(() => undefined);
  }

  /** The next part of the response, up to `bytesMax`. Null at its end. Rejects when the response breaks off. */
  async next(bytesMax = Number.POSITIVE_INFINITY): Promise<Buffer | null> {
    for (;;) {
      const piece = this.#takePiece(bytesMax);
      if (piece) {
        this.#waitingBytes -= piece.length;
        if (this.#waitingBytes < waitingBytesMax) this.#resume();
        return piece;
      }
      if (this.#error) throw this.#error;
      if (this.#isWhole) return null;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** The rest of the response. Rejects when it breaks off; `received` then returns what had arrived. */
  async whole(): Promise<Buffer> {
    this.#isCollecting = true;
    this.#resume();
    while (!this.#isWhole && !this.#error) await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#error) throw this.#error;
    return this.received();
  }

  /** What has arrived of the response and was not read yet. */
  received(): Buffer {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#waitingBytes = 0;
    const [only] = pieces;
    return pieces.length === 1 && only ? only : Buffer.concat(pieces);
  }

  /**
   * Discards the rest. A little of it is still read, so that the connection can be reused. If the response goes on, the
   * connection is closed.
   */
  discard(bytesMax = restBytesMax): void {
    if (this.#isWhole || this.#error) return;
    this.#discards = bytesMax - this.#waitingBytes;
    this.#pieces = [];
    this.#waitingBytes = 0;
    if (this.#discards < 0) return this.end();
    this.#resume();
    setTimeout(() => this.end(), restMsMax).unref();
  }

  /** Closes the connection. A request that has not been written yet never will be. */
  end(): void {
    if (this.#isWhole || this.#error) return;
    this.#fail(new ExchangeEnded());
    this.#controller?.abort(new ExchangeEnded());
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#error) controller.abort(this.#error);
    else this.#options.onSent();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (statusCode < 200) return;
    this.contentType = wordOf(headers["content-type"]);
    this.#encoding = wordOf(headers["content-encoding"]);
    this.#resolveStatus(statusCode);
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.#error) return;
    if (this.#discards === null) this.#decoder ??= this.#encoding === "" ? null : this.#startDecoder(piece);
    if (!this.#decoder) this.#accept(piece);
    else if (!this.#decoder.write(piece)) {
      controller.pause();
      this.#decoder.once("drain", () => controller.resume());
    }
  }

  onResponseEnd(): void {
    if (this.#error) return;
    if (this.#decoder) this.#decoder.end();
    else this.#complete();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (error instanceof errors.HeadersOverflowError) this.#options.onTooLarge();
    this.#fail(error);
  }

  /** We ask for no encoding, but some providers use one. Null for an unknown encoding: such a body cannot be read. */
  #startDecoder(piece: Buffer): Transform | null {
    const decoder = decoderOf(this.#encoding, piece);
    this.#encoding = "";
    decoder?.on("data", (decoded: Buffer) => this.#accept(decoded));
    decoder?.once("end", () => this.#complete());
    decoder?.on("error", (error) => {
      this.#fail(error);
      this.#controller?.abort(error);
    });
    return decoder;
  }

  /** Accepts a decoded piece of the response. */
  #accept(piece: Buffer): void {
    if (this.#error) return;
    if (this.#discards !== null) {
      this.#discards -= piece.length;
      if (this.#discards < 0) this.end();
      return;
    }
    this.#receivedBytes += piece.length;
    if (this.#receivedBytes > this.#options.bytesMax) return this.#options.onTooLarge();
    this.#pieces.push(piece);
    this.#waitingBytes += piece.length;
    if (this.#isCollecting) return;
    if (this.#waitingBytes >= waitingBytesMax) this.#pause();
    this.#awake();
  }

  #complete(): void {
    if (this.#error) return;
    this.#isWhole = true;
    this.#awake();
  }

  /** A decoder that is not read stops writing, and that stops the connection. */
  #pause(): void {
    if (this.#decoder) this.#decoder.pause();
    else this.#controller?.pause();
  }

  #resume(): void {
    if (this.#decoder) this.#decoder.resume();
    else if (this.#controller?.paused) this.#controller.resume();
  }

  /** Joins small pieces, or takes part of a large one. */
  #takePiece(bytesMax: number): Buffer | null {
    const [first] = this.#pieces;
    if (!first) return null;
    if (first.length > bytesMax) {
      this.#pieces[0] = first.subarray(bytesMax);
      return first.subarray(0, bytesMax);
    }
    let bytes = 0;
    let count = 0;
    for (const piece of this.#pieces) {
      if (bytes + piece.length > bytesMax) break;
      bytes += piece.length;
      count += 1;
    }
    const taken = this.#pieces.splice(0, count);
    return taken.length === 1 ? first : Buffer.concat(taken, bytes);
  }

  #fail(error: Error): void {
    if (this.#error || this.#isWhole) return;
    this.#error = error;
    this.#decoder?.destroy();
    this.#rejectStatus(error);
    this.#awake();
  }

  #awake(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}

function wordOf(header: string | string[] | undefined): string {
  const [first = ""] = Array.isArray(header) ? header : [header];
  return (first.split(";", 1)[0] ?? "").trim().toLowerCase();
}

function decoderOf(encoding: string, piece: Buffer): Transform | null {
  switch (encoding) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "br":
      return createBrotliDecompress();
    case "deflate":
      // The name stands for two formats. The usual one begins with its method.
      return ((piece[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
    default:
      return null;
  }
}
