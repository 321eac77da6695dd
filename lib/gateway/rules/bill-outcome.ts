import { type CostParts, noCost, priceUsage, type Usage } from "@/lib/catalog/rules/price-usage";
import type { Prices } from "@/lib/catalog/rules/prices";
import type { FinishReason } from "./finish-reason";
import type { ReportedUsage } from "./upstream-usage";

/** How an attempt at a provider ended, as far as the bill is concerned (G6). */
export type UpstreamOutcome = {
  /**
   * `ended`: the provider finished its answer. `cut`: it stopped in the middle, or we stopped waiting after the caller
   * had left. `failed`: an error instead of an answer, or in the middle of it.
   */
  readonly end: "ended" | "cut" | "failed";
  readonly finishReason: FinishReason | null;
  /** Null when the provider reported none. */
  readonly reported: ReportedUsage | null;
  /** Our own counts, for want of the provider's. */
  readonly estimatedPromptTokens: number;
  readonly estimatedCompletionTokens: number;
  readonly imageCount: number;
};

export type Bill = {
  readonly usage: Usage;
  readonly cost: CostParts;
  /** True when the tokens are our estimate. */
  readonly isEstimated: boolean;
};

/**
 * What a request costs, whichever way it ended:
 * a failure is free; the provider's usage wins, and a reported zero is zero; without a report we count what we saw and
 * say so; an answer without a token and without a reason to end is free whatever was reported (zero-completion
 * insurance).
 */
export function billOutcome(outcome: UpstreamOutcome, prices: Prices, options: { discount: boolean }): Bill {
  const { reported, imageCount } = outcome;
  const isEstimated = reported === null && outcome.end !== "failed";
  const usage: Usage = {
    ...(reported ?? {
      promptTokens: outcome.end === "failed" ? 0 : outcome.estimatedPromptTokens,
      completionTokens: outcome.estimatedCompletionTokens,
      cachedTokens: 0,
      reasoningTokens: 0,
    }),
    imageCount,
  };
  return {
    usage,
    isEstimated,
    cost: isFreeOfCharge(outcome, usage) ? noCost : priceUsage(prices, usage, options),
  };
}

function isFreeOfCharge({ end, finishReason, reported }: UpstreamOutcome, usage: Usage): boolean {
  if (end === "failed" || finishReason === "error") return true;
  if (usage.completionTokens === 0 && finishReason === null) return true;
  // A provider that says it used nothing charges nothing: no price per request either.
  return reported !== null && usage.promptTokens === 0 && usage.completionTokens === 0;
}
