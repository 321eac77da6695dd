import "server-only";
import type { Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import { type Dispatcher, errors } from "undici";

/** What waits to be read at most; a provider that is faster is made to wait. */
const waitingBytesMax = 256 * 1024;
/** How long the rest of an answer may take that nobody reads any more, before its connection is closed. */
const restMsMax = 2_000;
const restBytesMax = 65_536;

/** What `next` and `status` reject with after `end`. */
class ExchangeEnded extends Error {}

export type ExchangeOptions = {
  /** Called when the request is written, and never for one that was ended before. */
  readonly onSent: () => void;
  /** Bytes of the answer that are taken at most, decoded. */
  readonly bytesMax: number;
  /** Called when there are more, or when the head of the answer is too long. Must end the exchange. */
  readonly onTooLarge: () => void;
};

/**
 * One request to an upstream and its answer, read piece by piece or whole. undici's own request makes a Node stream of
 * every answer, which takes as long as all the rest of it.
 */
export class UpstreamExchange implements Dispatcher.DispatchHandler {
  /** The status of the answer; rejects when there is none. */
  readonly status: Promise<number>;
  /** The media type of the answer, in lower case and without parameters; known with its status. */
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
  /** Bytes that are still thrown away; null while they are read. */
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
    // Whoever ended the exchange before it had a status may not be waiting for one.
    this.status.catch(() => undefined);
  }

  /** What has come of the answer since the last call, up to `bytesMax`, null at its end. Rejects when it breaks off. */
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

  /** The rest of the answer. Rejects when it breaks off; what had come until then is in `received`. */
  async whole(): Promise<Buffer> {
    this.#isCollecting = true;
    this.#resume();
    while (!this.#isWhole && !this.#error) await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#error) throw this.#error;
    return this.received();
  }

  /** What has come of the answer and was not read yet. */
  received(): Buffer {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#waitingBytes = 0;
    const [only] = pieces;
    return pieces.length === 1 && only ? only : Buffer.concat(pieces);
  }

  /**
   * The rest is of no interest. A little of it is read all the same, so that the connection can be used again; of an
   * answer that goes on it is closed.
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

  /** Closes the connection. A request that is not written yet never will be. */
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

  /** Encodings were not asked for, but some providers send them. Null for one that is not known: it cannot be read. */
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

  /** Takes a piece of the answer, decoded. */
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

  /** Whoever does not read the decoder makes it stop writing, and that the connection. */
  #pause(): void {
    if (this.#decoder) this.#decoder.pause();
    else this.#controller?.pause();
  }

  #resume(): void {
    if (this.#decoder) this.#decoder.resume();
    else if (this.#controller?.paused) this.#controller.resume();
  }

  /** Small pieces together, or a part of a large one. */
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
      // The name is used for two formats; the usual one begins with its method.
      return ((piece[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
    default:
      return null;
  }
}
