import type { Reply } from "./reply";
import type { Directives } from "./directives";
import type { Prompt } from "./prompt";

/** A token is four characters, an image 85 tokens. Close to real tokenizers for English, and predictable in tests. */
export const charsPerToken = 4;
const tokensPerImage = 85;

export type Usage = {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details: { readonly cached_tokens: number; readonly audio_tokens: 0 };
  readonly completion_tokens_details: { readonly reasoning_tokens: number; readonly audio_tokens: 0 };
};

function tokensOf(text: string): number {
  return Math.ceil(text.length / charsPerToken);
}

export function promptTokensOf(prompt: Prompt): number {
  return Math.max(1, tokensOf(prompt.whole) + prompt.imageCount * tokensPerImage);
}

/** The reply truncated to the client's limit. Reasoning uses it up first, since it is produced first. */
export function limitReply(reply: Reply, tokensMax: number | null): { reply: Reply; isCut: boolean } {
  if (tokensMax === null || completionTokensOf(reply) <= tokensMax) return { reply, isCut: false };
  const reasoning = reply.reasoning.slice(0, tokensMax * charsPerToken);
  const left = tokensMax - tokensOf(reasoning);
  const text = reply.text.slice(0, left * charsPerToken);
  const call = reply.toolCall;
  const toolCall = call ? { ...call, arguments: call.arguments.slice(0, left * charsPerToken) } : null;
  return { reply: { text, reasoning, toolCall }, isCut: true };
}

function completionTokensOf(reply: Reply): number {
  return tokensOf(reply.text) + tokensOf(reply.reasoning) + tokensOf(reply.toolCall?.arguments ?? "");
}

/** The reported usage. Null when a directive turns reporting off. */
export function usageOf(
  prompt: Prompt,
  reply: Reply,
  directives: Directives,
  cachedTokens: number,
): Usage | null {
  if (directives.noUsage) return null;
  if (directives.zeroUsage) return usage(0, 0, 0, 0);
  if (directives.tokens) {
    const [promptTokens, completionTokens] = directives.tokens;
    return usage(promptTokens, completionTokens, 0, Math.min(tokensOf(reply.reasoning), completionTokens));
  }
  const promptTokens = promptTokensOf(prompt);
  const completionTokens = completionTokensOf(reply);
  return usage(
    promptTokens,
    completionTokens,
    Math.min(cachedTokens, promptTokens),
    tokensOf(reply.reasoning),
  );
}

/** The tokens billed for a reply whose usage is not reported. */
export function billedTokensOf(
  prompt: Prompt,
  reply: { readonly text: string; readonly reasoning: string },
): Pick<Usage, "prompt_tokens" | "completion_tokens"> {
  return {
    prompt_tokens: promptTokensOf(prompt),
    completion_tokens: tokensOf(reply.text) + tokensOf(reply.reasoning),
  };
}

function usage(
  promptTokens: number,
  completionTokens: number,
  cachedTokens: number,
  reasoningTokens: number,
): Usage {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoningTokens, audio_tokens: 0 },
  };
}
