import { replyTo } from "./reply";
import type { Directives } from "./directives";
import type { Prompt } from "./prompt";
import type { PromptCache } from "./prompt-cache";
import { limitReply, type Usage, usageOf } from "./usage";

/** A finished completion, to be sent plain or streamed. */
export type Completion = {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly kind: "chat" | "text";
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: "stop" | "length" | "tool_calls" | null;
  readonly usage: Usage | null;
};
type ToolCall = {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
};

/** Number of chunks when a directive only sets their size. */
export const bigChunks = 10;

let counter = 0;
const start = Date.now().toString(36);

/** Completes a prompt. Deterministic except for the id, the time and the prefix cache. */
export function complete(prompt: Prompt, directives: Directives, cache: PromptCache): Completion {
  counter += 1;
  const number = `${start}${counter.toString(36).padStart(6, "0")}`;
  const limit = directives.tokens || directives.echo ? null : prompt.completionTokensMax;
  const { reply, isCut } = limitReply(replyTo(prompt, directives), limit);
  const cachedTokens = cache.cachedTokens(prompt.model, prompt.whole);
  const call = reply.toolCall;
  return {
    id: `${prompt.kind === "chat" ? "chatcmpl" : "cmpl"}-${number}`,
    created: Math.floor(Date.now() / 1_000),
    model: prompt.model,
    kind: prompt.kind,
    text: stretch(reply.text, stretchedLength(directives)),
    reasoning: reply.reasoning,
    toolCalls: call ? [{ id: `call_${number}`, type: "function", function: call }] : [],
    finishReason: directives.empty ? null : isCut ? "length" : call ? "tool_calls" : "stop",
    usage: usageOf(prompt, reply, directives, cachedTokens),
  };
}

/** Minimum length of the text: one character per requested chunk, or the requested bytes per chunk. */
function stretchedLength({ chunks, chunkBytes }: Directives): number {
  return (chunks ?? (chunkBytes ? bigChunks : 0)) * (chunkBytes ?? 1);
}

/** Repeats a text until it has the minimum length. */
function stretch(text: string, lengthMin: number): string {
  if (text.length >= lengthMin || text === "") return text;
  return `${text} `.repeat(Math.ceil(lengthMin / (text.length + 1))).trimEnd();
}

/** The response to a request without `stream`. */
export function completionJson(completion: Completion): string {
  const { id, created, model, usage } = completion;
  const finish = { index: 0, logprobs: null, finish_reason: completion.finishReason };
  const choice =
    completion.kind === "chat"
      ? { ...finish, message: messageOf(completion) }
      : { ...finish, text: completion.text };
  const object = completion.kind === "chat" ? "chat.completion" : "text_completion";
  return JSON.stringify({
    id,
    object,
    created,
    model,
    system_fingerprint: "fp_sandbox",
    choices: [choice],
    ...(usage && { usage }),
  });
}

function messageOf({ text, reasoning, toolCalls }: Completion) {
  return {
    role: "assistant",
    content: toolCalls.length > 0 ? null : text,
    refusal: null,
    ...(reasoning && { reasoning_content: reasoning }),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  };
}
