import type { Usage } from "@/lib/catalog/rules/price-usage";

/** Tokens as an upstream reported them. */
export type ReportedUsage = Omit<Usage, "imageCount">;

const tokensCeiling = 100_000_000;

/**
 * Reads an upstream's usage. Null when there is none or it holds no counts. Parts are kept within their wholes, so
 * that a provider's slip can neither break the record nor make a price negative.
 */
export function readUsage(value: unknown): ReportedUsage | null {
  const promptTokens = count(value, "prompt_tokens");
  const completionTokens = count(value, "completion_tokens");
  if (promptTokens === null && completionTokens === null) return null;
  const prompt = promptTokens ?? 0;
  const completion = completionTokens ?? 0;
  const cached = count(property(value, "prompt_tokens_details"), "cached_tokens") ?? 0;
  const reasoning = count(property(value, "completion_tokens_details"), "reasoning_tokens") ?? 0;
  return {
    promptTokens: prompt,
    completionTokens: completion,
    cachedTokens: Math.min(cached, prompt),
    reasoningTokens: Math.min(reasoning, completion),
  };
}

function count(value: unknown, name: string): number | null {
  const found = property(value, name);
  return typeof found === "number" && Number.isFinite(found) && found >= 0
    ? Math.min(Math.floor(found), tokensCeiling)
    : null;
}

/** A property of something that came from outside, or undefined. */
export function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
