import "server-only";
import type { CompletionKind } from "@/lib/gateway/rules/chat-input";
import { endpointTokens } from "@/lib/gateway/rules/endpoint-tokens";
import { EventLines } from "@/lib/gateway/rules/event-lines";
import type { FinishReason } from "@/lib/gateway/rules/finish-reason";
import { isTooDeep } from "@/lib/gateway/rules/json-outline";
import type { OverLimit } from "@/lib/gateway/rules/refusal";
import { TokenCounter } from "@/lib/gateway/rules/token-counter";
import { readUnread } from "@/lib/gateway/rules/unread-answer";
import type { ReportedUsage } from "@/lib/gateway/rules/upstream-usage";
import { type ChunkWriter, readChunk } from "@/lib/gateway/rules/wire-chunk";
import { type Completion, countedMax } from "./completion";
import type { AnswerEnd } from "./close-completion";
import { stepBytes } from "./read-turns";

/** What a reader needs to know of its completion, and writes down in it. */
type ReadCompletion = Pick<
  Completion,
  "input" | "context" | "sent" | "startedMs" | "endReason" | "firstTokenMs"
>;

/** Parts of a chunk that matter though its words do not: set to something, and not within a string. */
const facts = /"(?:usage|error|finish_reason)"\s*:(?!\s*null)/;

const keptCharactersMax = 10_000_000;

/**
 * Reads an upstream's event stream, encodes its chunks again for our caller, and remembers what the bill needs. A line
 * that cannot be read, or is longer or deeper than we read, spoils the answer for the caller, who gets nothing after it;
 * reading goes on, because the provider's own count may still come.
 */
export class StreamReader {
  readonly #completion: ReadCompletion;
  readonly #kind: CompletionKind;
  readonly #writer: ChunkWriter;
  readonly #lines = new EventLines();
  readonly #decoder = new TextDecoder();
  readonly #counter: TokenCounter;
  readonly #keepsText: boolean;
  #finishReason: FinishReason | null = null;
  #usage: ReportedUsage | null = null;
  #isReportLast = false;
  #longCharacters = 0;
  #isFailed = false;
  #isDone = false;
  /** True when a line was unreadable, too long or too deep. */
  isSpoiled = false;
  /** Which limit of ours a line did not keep. What it said is counted as it came. */
  overLimit: OverLimit | null = null;
  hasContent = false;
  nativeFinishReason: string | null = null;
  upstreamId: unknown = null;
  keptText = "";

  constructor(completion: ReadCompletion, writer: ChunkWriter) {
    this.#completion = completion;
    this.#kind = completion.input.open().kind;
    this.#writer = writer;
    this.#keepsText = completion.context.privacy.logPrompts;
    this.#counter = new TokenCounter(countedMax(completion));
  }

  /** True when nothing more is to be expected: `[DONE]` came, or an error. */
  get isOver(): boolean {
    return this.#isDone || this.#isFailed;
  }

  /** True when the provider sent an error instead of the rest of its answer. */
  get isFailed(): boolean {
    return this.#isFailed;
  }

  /** True when the provider said how its answer ended, or what it used. */
  get isComplete(): boolean {
    return this.#isDone || this.#finishReason !== null || this.#usage !== null;
  }

  /** Characters of lines, read since the last call, that are too long to be read in steps. */
  takeLongCharacters(): number {
    const characters = this.#longCharacters;
    this.#longCharacters = 0;
    return characters;
  }

  /** The events for our caller that a piece of the upstream's stream makes; none when nobody reads them. */
  read(piece: Uint8Array, isUnread = false): string {
    return this.#take(this.#lines.push(this.#decoder.decode(piece, { stream: true })), isUnread);
  }

  finish(isUnread = false): string {
    return this.#take(this.#lines.end(), isUnread);
  }

  /**
   * How the answer ended. A provider that said why it ended has ended, though it closed the connection without a word.
   * A report that more content followed is out of date when the answer broke off, or when our own count of the whole says
   * more: then our count is better.
   * `isBroken`: the connection broke, or we ended it.
   */
  outcome(isBroken: boolean): AnswerEnd {
    const isWhole = this.#isDone || (!isBroken && this.#finishReason !== null);
    const reported = this.#isReportLast || (isWhole && this.#isCovered()) ? this.#usage : null;
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

  /** True when the report says no less than our own count, in the provider's tokens. */
  #isCovered(): boolean {
    const { sent } = this.#completion;
    const { tokens } = this.#counter;
    const least = sent ? Math.min(endpointTokens(sent.endpoint, tokens), sent.tokensMax) : tokens;
    return this.#usage !== null && this.#usage.completionTokens >= least;
  }

  #take(lines: ReturnType<EventLines["push"]>, isUnread: boolean): string {
    let events = "";
    // Of words that are neither passed on, counted nor kept nothing is made.
    const isIdle = isUnread && this.#counter.isFull && !this.#keepsText && this.#usage === null;
    for (const line of lines) {
      if (this.isOver) break;
      if (typeof line === "string" && line.length > stepBytes) this.#longCharacters += line.length;
      if (typeof line !== "string") this.#count("too_large", line.tooLong);
      else if (line === "[DONE]") this.#isDone = true;
      else if (isIdle && !facts.test(line)) continue;
      else if (isTooDeep(line)) this.#passOver(line);
      else events += this.#chunk(line, isUnread);
    }
    return events;
  }

  #passOver(line: string): void {
    const { reported, hasChoices, isError } = readUnread(line, 0);
    this.#isFailed = isError;
    if (!isError) this.#count("too_deep", hasChoices ? line : "");
    else if (hasChoices) this.#counter.add(line);
    if (reported) this.#report(reported);
  }

  #count(limit: OverLimit, text: string): void {
    this.isSpoiled = true;
    this.overLimit ??= limit;
    if (text !== "") this.#addContent(text);
  }

  #addContent(text: string): void {
    this.hasContent = true;
    this.#completion.firstTokenMs ??= Math.round(performance.now() - this.#completion.startedMs);
    this.#counter.add(text);
    this.#isReportLast = false;
  }

  #report(usage: ReportedUsage): void {
    this.#usage = usage;
    this.#isReportLast = true;
  }

  #chunk(line: string, isUnread: boolean): string {
    const chunk = readChunk(this.#kind, line, isUnread || this.isSpoiled ? null : this.#writer);
    if (!chunk) {
      this.isSpoiled = true;
      return "";
    }
    if (chunk.isError) {
      // An error is an error, whatever stands beside it; but the provider may charge for that.
      this.#isFailed = true;
      this.#counter.add(chunk.text);
      return "";
    }
    if (chunk.hasContent) {
      this.#addContent(chunk.text);
      if (this.#keepsText && this.keptText.length < keptCharactersMax) this.keptText += chunk.text;
    }
    this.#finishReason = chunk.finishReason ?? this.#finishReason;
    this.nativeFinishReason = chunk.nativeFinishReason ?? this.nativeFinishReason;
    if (chunk.usage) this.#report(chunk.usage);
    this.upstreamId ??= chunk.upstreamId;
    return this.isSpoiled ? "" : (chunk.event ?? "");
  }
}
