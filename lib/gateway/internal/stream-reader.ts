import "server-only";
import type { CompletionKind } from "@/lib/gateway/rules/chat-input";
import { estimateTextTokens } from "@/lib/gateway/rules/estimate-tokens";
import { EventLines } from "@/lib/gateway/rules/event-lines";
import type { FinishReason } from "@/lib/gateway/rules/finish-reason";
import type { ReportedUsage } from "@/lib/gateway/rules/upstream-usage";
import { type ChunkWriter, readChunk } from "@/lib/gateway/rules/wire-chunk";
import type { RunEnd } from "./close-run";
import type { Run } from "./run";

const keptCharactersMax = 4_000_000;

/** Reads an upstream's event stream, re-encodes its chunks for our caller, and remembers what the bill needs. */
export class StreamReader {
  readonly #run: Run;
  readonly #kind: CompletionKind;
  readonly #writer: ChunkWriter;
  readonly #lines = new EventLines();
  readonly #decoder = new TextDecoder();
  readonly #keepsText: boolean;
  #finishReason: FinishReason | null = null;
  #usage: ReportedUsage | null = null;
  #estimatedTokens = 0;
  #isFailed = false;
  #isDone = false;
  nativeFinishReason: string | null = null;
  upstreamId: unknown = null;
  keptText = "";

  constructor(run: Run, writer: ChunkWriter) {
    this.#run = run;
    this.#kind = run.input.open().kind;
    this.#writer = writer;
    this.#keepsText = run.context.privacy.logPrompts;
  }

  /** True when nothing more is to be expected: `[DONE]` came, or an error. */
  get isOver(): boolean {
    return this.#isDone || this.#isFailed;
  }

  /** The events for our caller that a piece of the upstream's stream makes. */
  read(piece: Uint8Array): string {
    return this.#take(this.#lines.push(this.#decoder.decode(piece, { stream: true })));
  }

  finish(): string {
    return this.#take(this.#lines.end());
  }

  /**
   * How it ended. An upstream that said why it ended has ended, though it closed the door without a word; one that
   * sent an error or something unreadable has failed, and that is free of charge.
   */
  outcome(isBroken: boolean): RunEnd["outcome"] {
    const isEnded = this.#isDone || (!isBroken && this.#finishReason !== null) || this.#usage !== null;
    return {
      end: this.#isFailed ? "failed" : isEnded ? "ended" : "cut",
      finishReason: this.#isFailed ? "error" : this.#finishReason,
      reported: this.#usage,
      estimatedCompletionTokens: this.#estimatedTokens,
    };
  }

  #take(lines: readonly string[]): string {
    if (this.#lines.isTooLong) this.#isFailed = true;
    let events = "";
    for (const line of lines) {
      if (this.isOver) break;
      if (line === "[DONE]") this.#isDone = true;
      else events += this.#chunk(line);
    }
    return events;
  }

  #chunk(line: string): string {
    const chunk = readChunk(this.#kind, line, this.#writer);
    if (!chunk || chunk.isError) {
      this.#isFailed = true;
      return "";
    }
    if (chunk.hasContent) {
      this.#run.firstTokenMs ??= Math.round(performance.now() - this.#run.startedMs);
      this.#estimatedTokens += estimateTextTokens(chunk.text);
      if (this.#keepsText && this.keptText.length < keptCharactersMax) this.keptText += chunk.text;
    }
    this.#finishReason = chunk.finishReason ?? this.#finishReason;
    this.nativeFinishReason = chunk.nativeFinishReason ?? this.nativeFinishReason;
    this.#usage = chunk.usage ?? this.#usage;
    this.upstreamId ??= chunk.upstreamId;
    return chunk.event ?? "";
  }
}
