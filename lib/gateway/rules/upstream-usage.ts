import type { Usage } from "@/lib/catalog/rules/price-usage";

/** Token counts as an upstream reported them. */
export type ReportedUsage = Omit<Usage, "imageCount">;

/** Keeps every count, and the sum of two, within 32 bits. */
const tokensCeiling = 100_000_000;

/**
 * Reads the usage that an upstream reports. Null unless it holds both counts, or one of them and the total: a missing
 * count is unknown, not zero. Parts are kept within their wholes, so that a provider's mistake can neither break the
 * record nor make a price negative. Some providers count reasoning in addition to the completion instead of within it;
 * their total shows that.
 */
export function readUsage(value: unknown): ReportedUsage | null {
  const total = count(value, "total_tokens");
  const reportedPrompt = count(value, "prompt_tokens");
  const reportedCompletion = count(value, "completion_tokens");
  const promptTokens = reportedPrompt ?? difference(total, reportedCompletion);
  const completionTokens = reportedCompletion ?? difference(total, reportedPrompt);
  if (promptTokens === null || completionTokens === null) return null;
  const cached = count(property(value, "prompt_tokens_details"), "cached_tokens") ?? 0;
  const reasoning = count(property(value, "completion_tokens_details"), "reasoning_tokens") ?? 0;
  const isOutside = reasoning > 0 && total === promptTokens + completionTokens + reasoning;
  const completion = isOutside ? completionTokens + reasoning : completionTokens;
  return {
    promptTokens,
    completionTokens: completion,
    cachedTokens: Math.min(cached, promptTokens),
    reasoningTokens: Math.min(reasoning, completion),
  };
}

function difference(total: number | null, part: number | null): number | null {
  return total === null || part === null || total < part ? null : total - part;
}

function count(value: unknown, name: string): number | null {
  const found = property(value, name);
  return typeof found === "number" && Number.isFinite(found) && found >= 0
    ? Math.min(Math.floor(found), tokensCeiling)
    : null;
}

/** A property of an untrusted value, or undefined. */
export function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
