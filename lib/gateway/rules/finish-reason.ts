export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter" | "error";

const known = new Map<string, FinishReason>(
  Object.entries({
    stop: "stop",
    end_turn: "stop",
    stop_sequence: "stop",
    eos: "stop",
    length: "length",
    max_tokens: "length",
    tool_calls: "tool_calls",
    tool_use: "tool_calls",
    function_call: "tool_calls",
    content_filter: "content_filter",
    safety: "content_filter",
    refusal: "content_filter",
    error: "error",
  } satisfies Record<string, FinishReason>),
);

/** Maps a provider's finish reason to the closed set of OpenRouter's API. An unknown reason is an ordinary end. */
export function finishReason(native: unknown): FinishReason | null {
  if (typeof native !== "string" || native === "") return null;
  return known.get(native.toLowerCase()) ?? "stop";
}

/** The provider's own word if it is a word. Anything else could be content in disguise. */
export function nativeFinishReason(native: unknown): string | null {
  if (typeof native !== "string") return null;
  const word = native.toLowerCase();
  return /^[a-z_]{1,32}$/.test(word) ? word : null;
}
