import type { Answer } from "./answer";
import type { Directives } from "./directives";
import type { Prompt } from "./prompt";

/** A token is four characters, an image 85 tokens. Close to real tokenizers on English, and exact to predict in a test. */
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

/** The answer cut to the caller's limit. Reasoning is spent first, as it is produced first. */
export function limitAnswer(answer: Answer, tokensMax: number | null): { answer: Answer; isCut: boolean } {
  if (tokensMax === null || completionTokensOf(answer) <= tokensMax) return { answer, isCut: false };
  const reasoning = answer.reasoning.slice(0, tokensMax * charsPerToken);
  const left = tokensMax - tokensOf(reasoning);
  const text = answer.text.slice(0, left * charsPerToken);
  const call = answer.toolCall;
  const toolCall = call ? { ...call, arguments: call.arguments.slice(0, left * charsPerToken) } : null;
  return { answer: { text, reasoning, toolCall }, isCut: true };
}

function completionTokensOf(answer: Answer): number {
  return tokensOf(answer.text) + tokensOf(answer.reasoning) + tokensOf(answer.toolCall?.arguments ?? "");
}

/** What is reported. Null when the directive says that this provider reports nothing. */
export function usageOf(
  prompt: Prompt,
  answer: Answer,
  directives: Directives,
  cachedTokens: number,
): Usage | null {
  if (directives.noUsage) return null;
  if (directives.zeroUsage) return usage(0, 0, 0, 0);
  if (directives.tokens) {
    const [promptTokens, completionTokens] = directives.tokens;
    return usage(promptTokens, completionTokens, 0, Math.min(tokensOf(answer.reasoning), completionTokens));
  }
  const promptTokens = promptTokensOf(prompt);
  const completionTokens = completionTokensOf(answer);
  return usage(
    promptTokens,
    completionTokens,
    Math.min(cachedTokens, promptTokens),
    tokensOf(answer.reasoning),
  );
}

/** What is billed for an answer whose usage is not reported. */
export function billedTokensOf(
  prompt: Prompt,
  answer: { readonly text: string; readonly reasoning: string },
): Pick<Usage, "prompt_tokens" | "completion_tokens"> {
  return {
    prompt_tokens: promptTokensOf(prompt),
    completion_tokens: tokensOf(answer.text) + tokensOf(answer.reasoning),
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
