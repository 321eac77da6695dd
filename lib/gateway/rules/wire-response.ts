import type { CompletionKind } from "./chat-input";
import { TokenCounter } from "./token-counter";
import { type FinishReason, finishReason, nativeFinishReason } from "./finish-reason";
import { contentText, producedText, messageOf } from "./produced-text";
import { property } from "./upstream-usage";

/** The head of a response and of each chunk: ours, not the upstream's. */
export type WireHead = {
  readonly id: string;
  /** Epoch seconds. */
  readonly created: number;
  readonly model: string;
  readonly provider: string;
};

/**
 * The choices of a plain response rebuilt from an allow-list, and what the bill and the record need to know about them.
 */
export type ReadChoices = {
  readonly choices: readonly object[];
  readonly finishReason: FinishReason | null;
  readonly nativeFinishReason: string | null;
  readonly estimatedTokens: number;
};

/**
 * One choice is requested. A few more are passed on. A body with more than this is not a real response, so only its
 * beginning is read.
 */
export const choicesMax = 128;

/** The choices of a response or a chunk, up to the limit. Empty when there are none. */
export function choicesOf(body: unknown): readonly unknown[] {
  const choices = property(body, "choices");
  return Array.isArray(choices) ? choices.slice(0, choicesMax) : [];
}

/** The entry's `index` among its siblings, or its position if it has none. Null when that is too large. */
export function placeOf(value: unknown, place: number, max: number): number | null {
  const index = property(value, "index") ?? place;
  return Number.isInteger(index) && Number(index) >= 0 && Number(index) < max ? Number(index) : null;
}

/** True when a response or a chunk is or holds an error. */
export function isError(body: unknown): boolean {
  const error = property(body, "error") ?? null;
  // Some providers send an empty `error` in each chunk.
  return error !== null && error !== false && error !== "";
}

/**
 * Rebuilds the choices of a body, and counts their text up to `tokensMax`. Null when the body has none and so is not a
 * completion.
 */
export function readChoices(kind: CompletionKind, body: unknown, tokensMax: number): ReadChoices | null {
  const choices = choicesOf(body);
  if (choices.length === 0) return null;
  const native: unknown = property(choices[0], "finish_reason");
  const counter = new TokenCounter(tokensMax);
  const rebuilt = choices.map((choice, index) => {
    const head = {
      index,
      finish_reason: finishReason(property(choice, "finish_reason")),
      native_finish_reason: nativeFinishReason(property(choice, "finish_reason")),
      logprobs: property(choice, "logprobs") ?? null,
    };
    if (kind === "text") {
      const text = stringOrNull(property(choice, "text")) ?? "";
      counter.add(text);
      return { ...head, text };
    }
    const message = readMessage(messageOf(choice, "message"));
    counter.add(producedText(message));
    return { ...head, message };
  });
  return {
    choices: rebuilt,
    finishReason: finishReason(native),
    nativeFinishReason: nativeFinishReason(native),
    estimatedTokens: counter.tokens,
  };
}

function readMessage(message: unknown) {
  const toolCalls = property(message, "tool_calls");
  const call = property(message, "function_call");
  const details = property(message, "reasoning_details");
  const images = property(message, "images");
  const annotations = property(message, "annotations");
  return {
    role: "assistant",
    content: contentText(property(message, "content")),
    refusal: stringOrNull(property(message, "refusal")),
    reasoning: stringOrNull(property(message, "reasoning") ?? property(message, "reasoning_content")),
    ...(Array.isArray(details) && { reasoning_details: details }),
    ...(Array.isArray(toolCalls) && toolCalls.length > 0 && { tool_calls: toolCalls }),
    ...(typeof call === "object" && call !== null && { function_call: call }),
    ...(Array.isArray(images) && { images }),
    ...(Array.isArray(annotations) && { annotations }),
  };
}

/**
 * The JSON before and after the choices of a plain response. `system_fingerprint` must be present, even as null: a
 * client throws without it.
 */
export function wireResponse(
  kind: CompletionKind,
  head: WireHead,
  usage: object,
): { readonly before: string; readonly after: string } {
  const opening = JSON.stringify({
    id: head.id,
    object: kind === "chat" ? "chat.completion" : "text_completion",
    created: head.created,
    model: head.model,
    provider: head.provider,
    system_fingerprint: null,
  });
  return { before: `${opening.slice(0, -1)},"choices":`, after: `,"usage":${JSON.stringify(usage)}}` };
}

export function stringOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
