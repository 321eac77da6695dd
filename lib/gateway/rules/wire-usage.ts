import { dollarsNumber } from "@/lib/kernel/money";
import type { Bill } from "./bill-outcome";

/**
 * The `usage` object of a response, as in OpenRouter's API. Details are numbers, never null: clients break otherwise.
 */
export function wireUsage({ usage, cost }: Bill) {
  const prompt = cost.promptNanos + cost.cachedNanos + cost.requestNanos + cost.imageNanos;
  const completions = cost.completionNanos + cost.reasoningNanos;
  return {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    total_tokens: usage.promptTokens + usage.completionTokens,
    cost: dollarsNumber(cost.costNanos),
    is_byok: false,
    prompt_tokens_details: {
      cached_tokens: usage.cachedTokens,
      cache_write_tokens: 0,
      audio_tokens: 0,
      video_tokens: 0,
    },
    cost_details: {
      upstream_inference_cost: dollarsNumber(prompt + completions),
      upstream_inference_prompt_cost: dollarsNumber(prompt),
      upstream_inference_completions_cost: dollarsNumber(completions),
    },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens, image_tokens: 0, audio_tokens: 0 },
  };
}
