import "server-only";
import type { CompletionKind } from "@/lib/gateway/rules/chat-input";
import { endpointTokens } from "@/lib/gateway/rules/endpoint-tokens";
import { type EventData, EventLines, WholeBody } from "@/lib/gateway/rules/event-lines";
import type { FinishReason } from "@/lib/gateway/rules/finish-reason";
import { type Answer, KeptAnswer, noAnswer } from "@/lib/gateway/rules/kept-answer";
import { readLine, type ReadLine } from "@/lib/gateway/rules/read-line";
import type { OverLimit } from "@/lib/gateway/rules/api-error";
import { TokenCounter } from "@/lib/gateway/rules/token-counter";
import type { ReportedUsage } from "@/lib/gateway/rules/upstream-usage";
import type { ChunkWriter, ReadChunk } from "@/lib/gateway/rules/wire-chunk";
import type { Redacted } from "@/lib/kernel/redacted";
import { type Completion, countedMax } from "./completion";
import type { ResponseEnd } from "./close-completion";
import { largeMin, readLongLine } from "./large-responses";
import { stepBytes } from "./read-turns";

/** The part of its completion that a reader reads and updates. */
type ReadCompletion = Pick<
  Completion,
  "input" | "context" | "sent" | "startedMs" | "endReason" | "firstTokenMs"
>;

/** Parts of a chunk that matter although its text does not: set to a value, and not inside a string. */
const billingFields = /"(?:usage|error|finish_reason)"\s*:(?!\s*null)/;

/**
 * Reads an upstream's event stream, encodes its chunks again for our caller, and remembers what the bill needs. A line
 * that cannot be read, or is longer or deeper than our limits, makes the response unusable: the caller gets nothing
 * after it. We read on, because the provider's usage report may still come.
 */
export class StreamReader {
  readonly #completion: ReadCompletion;
  readonly #kind: CompletionKind;
  readonly #writer: ChunkWriter;
  readonly #lines: EventLines | WholeBody;
  readonly #isOnePiece: boolean;
  readonly #decoder = new TextDecoder();
  readonly #counter: TokenCounter;
  readonly #kept: KeptAnswer | null;
  #finishReason: FinishReason | null = null;
  #usage: ReportedUsage | null = null;
  #isReportLast = false;
  #longCharacters = 0;
  #uncounted = "";
  #isFailed = false;
  #isDone = false;
  /** True when a line was unreadable, too long, or too deep. */
  isUnusable = false;
  /** The limit of ours that a line exceeded. Its text is counted as it came. */
  overLimit: OverLimit | null = null;
  hasContent = false;
  nativeFinishReason: string | null = null;
  upstreamId: string | null = null;

  /** `isOnePiece`: the provider sends its response as JSON, not as the requested stream. */
  constructor(completion: ReadCompletion, writer: ChunkWriter, isOnePiece = false) {
    this.#isOnePiece = isOnePiece;
    this.#lines = isOnePiece ? new WholeBody() : new EventLines();
    this.#completion = completion;
    this.#kind = completion.input.expose().kind;
    this.#writer = writer;
    this.#kept = completion.context.privacy.logPrompts ? new KeptAnswer() : null;
    this.#counter = new TokenCounter(countedMax(completion));
  }

  /** True when nothing more will come: `[DONE]` or an error has arrived. */
  get isOver(): boolean {
    return this.#isDone || this.#isFailed;
  }

  /** True when the provider sent an error instead of the rest of its response. */
  get isFailed(): boolean {
    return this.#isFailed;
  }

  /** True when the provider has said how its response ended, or what it used. */
  get isComplete(): boolean {
    return this.#isDone || this.#finishReason !== null || this.#usage !== null;
  }

  /** What the model produced so far, if it is to be stored. */
  answer(): Redacted<Answer> {
    return this.#kept?.answer() ?? noAnswer;
  }

  /** Characters of lines read since the last call that are too long for one step but were read on this thread. */
  takeLongCharacters(): number {
    const characters = this.#longCharacters;
    this.#longCharacters = 0;
    return characters;
  }

  /**
   * Reads a piece of the upstream's stream and returns the events for our caller, none if there is no reader. Returns a
   * promise when a line is so long that it is read in the thread.
   */
  read(piece: Uint8Array, isUnread = false): string | Promise<string> {
    return this.#take(this.#lines.push(this.#decoder.decode(piece, { stream: true })), isUnread);
  }

  async finish(isUnread = false): Promise<string> {
    const events = await this.#take(this.#lines.end(), isUnread);
    // A complete JSON body needs no end marker.
    if (this.#isOnePiece && this.hasContent && !this.isOver) this.#isDone = true;
    return events;
  }

  /**
   * How the response ended. A provider that gave a finish reason has ended, even if it closed the connection without
   * `[DONE]`. A report followed by more content is out of date when the response broke off, or when our own count of
   * the whole is higher. Our count is better then.
   *
   * `isBroken`: the connection broke, or we ended it.
   */
  outcome(isBroken: boolean): ResponseEnd {
    const isWhole = this.#isDone || (!isBroken && this.#finishReason !== null);
    const reported = this.#isReportLast || (isWhole && this.#coversOwnCount()) ? this.#usage : null;
    const isEnded = isWhole || (reported !== null && (this.#finishReason !== null || !isBroken));
    const { endReason } = this.#completion;
    const isLimited = endReason !== null || this.overLimit !== null;
    const isOurs = isLimited && !isWhole && !this.#isFailed && this.#finishReason !== "error";
    const cut = isOurs && endReason === "caller_left" ? "cancelled" : "cut";
    return {
      end: this.#isFailed ? "failed" : isEnded ? "ended" : cut,
      endedBy: isOurs ? "us" : "provider",
      finishReason: this.#isFailed ? "error" : this.#finishReason,
      reported,
      countedCompletionTokens: this.#counter.tokens,
    };
  }

  /** True when the report is at least our own count, in the provider's tokens. */
  #coversOwnCount(): boolean {
    const { sent } = this.#completion;
    const { tokens } = this.#counter;
    const least = sent ? Math.min(endpointTokens(sent.endpoint, tokens), sent.tokensMax) : tokens;
    return this.#usage !== null && this.#usage.completionTokens >= least;
  }

  #take(lines: readonly EventData[], isUnread: boolean): string | Promise<string> {
    let events = "";
    for (const [index, line] of lines.entries()) {
      if (this.isOver) break;
      const length = typeof line === "string" ? line.length : line.tooLong.length;
      if (length > largeMin) return this.#takeLong(events, lines.slice(index), isUnread);
      if (length > stepBytes) this.#longCharacters += length;
      events += this.#takeShort(line, isUnread);
      this.#counter.add(this.#takeUncounted());
    }
    return events;
  }

  #takeShort(line: EventData, isUnread: boolean): string {
    if (typeof line !== "string") this.#markUnusable("too_large", line.tooLong);
    else if (line === "[DONE]") this.#isDone = true;
    else if (this.#isNeeded(line, isUnread)) {
      return this.#takeRead(
        readLine(line, {
          kind: this.#kind,
          writer: this.#isRelayed(isUnread) ? this.#writer : null,
          keepsChoices: this.#kept !== null,
        }),
        line,
      );
    }
    return "";
  }

  /** Long lines are read in the worker thread and counted in steps. The lines after them follow in order. */
  async #takeLong(before: string, lines: readonly EventData[], isUnread: boolean): Promise<string> {
    const [line = "", ...rest] = lines;
    let events = before;
    if (typeof line !== "string") this.#markUnusable("too_large", line.tooLong);
    else if (this.#isNeeded(line, isUnread)) {
      const head = this.#isRelayed(isUnread) ? this.#writer.head : null;
      const read = await readLongLine(line, { kind: this.#kind, head, keepsChoices: this.#kept !== null });
      if (read) events += this.#takeRead(read, line);
      else this.#markUnusable("too_large", line);
    }
    const text = this.#takeUncounted();
    for (let at = 0; at < text.length && !this.#counter.isFull; at += stepBytes) {
      this.#counter.add(text.slice(at, at + stepBytes));
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    return events + (await this.#take(rest, isUnread));
  }

  /** False for text that is neither relayed, counted, nor kept. */
  #isNeeded(line: string, isUnread: boolean): boolean {
    const isIdle = isUnread && this.#counter.isFull && !this.#kept && this.#usage === null;
    return !isIdle || billingFields.test(line);
  }

  #isRelayed(isUnread: boolean): boolean {
    return !isUnread && !this.isUnusable;
  }

  #markUnusable(limit: OverLimit, text: string): void {
    this.isUnusable = true;
    this.overLimit ??= limit;
    if (text !== "") this.#addContent(text);
  }

  #addContent(text: string): void {
    this.hasContent = true;
    this.#completion.firstTokenMs ??= Math.round(performance.now() - this.#completion.startedMs);
    this.#uncounted = text;
    this.#isReportLast = false;
  }

  #takeUncounted(): string {
    const text = this.#uncounted;
    this.#uncounted = "";
    return text;
  }

  #report(usage: ReportedUsage): void {
    this.#usage = usage;
    this.#isReportLast = true;
  }

  #takeRead(read: ReadLine, line: string): string {
    if (read.is === "chunk") return this.#takeChunk(read.chunk);
    if (read.is === "unreadable") this.isUnusable = true;
    else {
      const { reported, hasChoices, isError } = read.unparsed;
      this.#isFailed = isError;
      if (!isError) this.#markUnusable("too_deep", hasChoices ? line : "");
      else if (hasChoices) this.#uncounted = line;
      if (reported) this.#report(reported);
    }
    return "";
  }

  #takeChunk(chunk: ReadChunk): string {
    if (chunk.isError) {
      // An error is an error, whatever else the chunk holds. The provider may charge for that content.
      this.#isFailed = true;
      this.#uncounted = chunk.text;
      return "";
    }
    if (chunk.hasContent) this.#addContent(chunk.text);
    if (chunk.choices) this.#kept?.add(chunk.choices);
    this.#finishReason = chunk.finishReason ?? this.#finishReason;
    this.nativeFinishReason = chunk.nativeFinishReason ?? this.nativeFinishReason;
    if (chunk.usage) this.#report(chunk.usage);
    this.upstreamId ??= chunk.upstreamId;
    return this.isUnusable ? "" : (chunk.event ?? "");
  }
}
