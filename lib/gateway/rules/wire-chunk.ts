import type { CompletionKind } from "./chat-input";
import { type FinishReason, finishReason, nativeFinishReason } from "./finish-reason";
import { contentText, producedText, messageOf } from "./produced-text";
import { property, type ReportedUsage, readUsage } from "./upstream-usage";
import { choicesMax, choicesOf, isError, placeOf, stringOrNull, type WireHead } from "./wire-response";

/** One chunk of an upstream, rebuilt from an allow-list. */
export type ReadChunk = {
  /** Ready to be sent. Null when the chunk holds nothing for the caller (only usage). */
  readonly event: string | null;
  readonly text: string;
  readonly hasContent: boolean;
  readonly finishReason: FinishReason | null;
  readonly nativeFinishReason: string | null;
  readonly usage: ReportedUsage | null;
  readonly isError: boolean;
  readonly upstreamId: string | null;
  /** The choices as they are sent to the caller, if they are to be stored. */
  readonly choices: readonly object[] | null;
};

/** What is done with a chunk. `writer` is null when no reader will get it. */
export type ChunkReading = {
  readonly kind: CompletionKind;
  readonly writer: ChunkWriter | null;
  readonly keepsChoices: boolean;
};

/** Encodes the chunks of one response. The head is the same in all of them and is serialized once. */
export function chunkWriter(kind: CompletionKind, head: WireHead) {
  const { id, created, model, provider } = head;
  const object = kind === "chat" ? "chat.completion.chunk" : "text_completion";
  // No system_fingerprint here: a client throws when it is null in a chunk, and when it is missing in a plain response.
  const opening = `data: ${JSON.stringify({ id, object, created, model, provider }).slice(0, -1)},`;
  const event = (rest: string) => `${opening}${rest}}\n\n`;
  const silent = JSON.stringify({
    index: 0,
    ...(kind === "chat" ? { delta: { role: "assistant", content: "" } } : { text: "" }),
    finish_reason: null,
    native_finish_reason: null,
    logprobs: null,
  });
  return {
    head,
    choices: (choices: readonly object[]) => event(`"choices":${JSON.stringify(choices)}`),
    /**
     * The last chunk before the end: usage and cost, next to an empty choice, as OpenRouter's API sends it. Some
     * clients skip a chunk without a choice, and the usage with it.
     */
    usage: (usage: object) => event(`"choices":[${silent}],"usage":${JSON.stringify(usage)}`),
    /** An error in the middle of a response. The status has been sent already, so the error travels in a chunk. */
    error: (error: { code: number; message: string; errorType: string }, usage: object | null) => {
      const body = { code: error.code, message: error.message, metadata: { error_type: error.errorType } };
      const choice =
        kind === "chat"
          ? { index: 0, delta: { content: "" }, finish_reason: "error" }
          : { index: 0, text: "", finish_reason: "error" };
      const rest = usage ? `,"usage":${JSON.stringify(usage)}` : "";
      return event(`"error":${JSON.stringify(body)},"choices":[${JSON.stringify(choice)}]${rest}`);
    },
  };
}
export type ChunkWriter = ReturnType<typeof chunkWriter>;

export const streamEnd = "data: [DONE]\n\n";

/**
 * Reads one chunk. Encodes it again unless `writer` is null, which means that there is no reader. Null when it is not
 * JSON.
 */
export function readChunk(data: string, { kind, writer, keepsChoices }: ChunkReading): ReadChunk | null {
  let body: unknown;
  try {
    body = JSON.parse(data);
  } catch {
    return null;
  }
  const list = choicesOf(body);
  const native = property(list[0], "finish_reason");
  const rebuilt: object[] = [];
  let text = "";
  let hasContent = false;
  for (const [index, choice] of list.entries()) {
    const delta =
      kind === "chat"
        ? readDelta(messageOf(choice, "delta"), property(choice, "delta") === undefined)
        : { text: stringOrNull(property(choice, "text")) ?? "" };
    const words = producedText(delta);
    text += words;
    hasContent ||= words !== "";
    if (!writer && !keepsChoices) continue;
    const reason = property(choice, "finish_reason");
    rebuilt.push({
      index: placeOf(choice, index, choicesMax) ?? index,
      ...(kind === "chat" ? { delta } : delta),
      finish_reason: finishReason(reason),
      native_finish_reason: nativeFinishReason(reason),
      logprobs: property(choice, "logprobs") ?? null,
    });
  }
  return {
    event: writer && rebuilt.length > 0 ? writer.choices(rebuilt) : null,
    text,
    hasContent,
    finishReason: finishReason(native),
    nativeFinishReason: nativeFinishReason(native),
    usage: readUsage(property(body, "usage")),
    isError: isError(body),
    upstreamId: stringOrNull(property(body, "id")),
    choices: keepsChoices ? rebuilt : null,
  };
}

type Delta = Record<string, unknown>;

/** `isMessage`: it is a whole message, whose calls have no `index`. In a chunk they must have one. */
function readDelta(delta: unknown, isMessage: boolean): Delta {
  const rebuilt: Delta = {};
  if (property(delta, "role") !== undefined) rebuilt.role = "assistant";
  rebuilt.content = contentText(property(delta, "content")) ?? "";
  const reasoning = property(delta, "reasoning") ?? property(delta, "reasoning_content");
  if (typeof reasoning === "string") rebuilt.reasoning = reasoning;
  for (const name of ["reasoning_details", "tool_calls", "images", "annotations"]) {
    const list = property(delta, name);
    if (Array.isArray(list)) rebuilt[name] = list;
  }
  if (isMessage && Array.isArray(rebuilt.tool_calls)) rebuilt.tool_calls = rebuilt.tool_calls.map(numbered);
  const call = property(delta, "function_call");
  if (typeof call === "object" && call !== null) rebuilt.function_call = call;
  const refusal = property(delta, "refusal");
  if (typeof refusal === "string") rebuilt.refusal = refusal;
  return rebuilt;
}

function numbered(call: unknown, index: number): unknown {
  return typeof call === "object" && call !== null ? { index, ...call } : call;
}
