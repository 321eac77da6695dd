import type { CompletionKind } from "./chat-input";
import type { FinishReason } from "./finish-reason";
import { gatherChunks } from "./gather-chunks";
import { isTooDeep } from "./json-outline";
import { readUnparsed, type UnparsedResponse } from "./unparsed-response";
import { property, type ReportedUsage, readUsage } from "./upstream-usage";
import { isError, readChoices } from "./wire-response";

/** What is needed to read a response. It can be sent to another thread. */
export type ResponseReading = {
  readonly kind: CompletionKind;
  /** The number of tokens, by our own count, beyond which nothing is billed. */
  readonly tokensMax: number;
  /** True when it came as an event stream although none was requested. */
  readonly isEventStream: boolean;
};

/** A plain response as its caller gets it, and what the bill and the record need to know about it. */
export type WholeResponse = {
  /** JSON. */
  readonly choices: string;
  readonly finishReason: FinishReason | null;
  readonly nativeFinishReason: string | null;
  readonly reported: ReportedUsage | null;
  /** Our own count, used if there is no report. If there is one, it only tells whether there was any content. */
  readonly countedCompletionTokens: number;
  readonly upstreamId: string | null;
};

export type ReadResponse =
  | { readonly is: "response"; readonly response: WholeResponse }
  | { readonly is: "too_deep"; readonly unparsed: UnparsedResponse }
  /** `produced` is the content next to the error: the provider may charge for it. */
  | { readonly is: "error"; readonly produced: ProducedUsage }
  | { readonly is: "broken" };
export type ProducedUsage = Pick<UnparsedResponse, "reported" | "countedCompletionTokens">;

/**
 * Reads a plain response. One that is not JSON or holds no choices is useless to its caller. One that holds an error is
 * an error, as in a stream.
 */
export function readResponse(text: string, reading: ResponseReading): ReadResponse {
  const { kind, tokensMax, isEventStream } = reading;
  if (isTooDeep(text)) return { is: "too_deep", unparsed: readUnparsed(text, tokensMax) };
  let body: unknown;
  try {
    body = isEventStream ? gatherChunks(text) : JSON.parse(text);
  } catch {
    return { is: "broken" };
  }
  const reported = readUsage(property(body, "usage"));
  const read = readChoices(kind, body, reported === null ? tokensMax : 1);
  if (isError(body)) {
    const countedCompletionTokens = read?.estimatedTokens ?? 0;
    return { is: "error", produced: { reported, countedCompletionTokens } };
  }
  if (!read) return { is: "broken" };
  const id = property(body, "id");
  return {
    is: "response",
    response: {
      choices: JSON.stringify(read.choices),
      finishReason: read.finishReason,
      nativeFinishReason: read.nativeFinishReason,
      reported,
      countedCompletionTokens: read.estimatedTokens,
      upstreamId: typeof id === "string" ? id : null,
    },
  };
}

/** Inspects a response that broke off, for what can be billed of it. */
export function inspectResponse(text: string, reading: ResponseReading): UnparsedResponse {
  const read = reading.isEventStream ? readResponse(text, reading) : null;
  if (read?.is !== "response") return readUnparsed(text, reading.tokensMax);
  const { reported, countedCompletionTokens } = read.response;
  return { reported, countedCompletionTokens, hasChoices: true, isError: false };
}
