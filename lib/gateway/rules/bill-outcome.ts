import { type CostParts, noCost, priceUsage, type Usage } from "@/lib/catalog/rules/price-usage";
import type { Prices } from "@/lib/catalog/rules/prices";
import type { Nanos } from "@/lib/kernel/money";
import { type Counting, endpointTokens, likelyPromptTokens, possiblePromptTokens } from "./endpoint-tokens";
import type { ContentEstimate } from "./estimate-tokens";
import type { FinishReason } from "./finish-reason";
import type { ReportedUsage } from "./upstream-usage";

/** How an attempt at a provider ended, what was possible, and what had been set aside: all that a bill depends on. */
export type UpstreamOutcome = {
  /**
   * `ended`: the provider finished its answer. `cut`: the answer broke off, by the provider or by us (out of time,
   * shutdown). `cancelled`: we cancelled at a provider that stops billing then. `failed`: an error of the provider's
   * instead of an answer, or in the middle of it.
   */
  readonly end: "ended" | "cut" | "cancelled" | "failed";
  /** Who ended it. What we end after sending is never free. */
  readonly endedBy: "provider" | "us";
  readonly finishReason: FinishReason | null;
  /** Null when the provider reported none. */
  readonly reported: ReportedUsage | null;
  /** Our own count of the answer, for want of the provider's. */
  readonly countedCompletionTokens: number;
  readonly prompt: ContentEstimate;
  readonly endpoint: Counting;
  /** The token limit that was sent upstream. */
  readonly completionTokensMax: number;
  readonly heldNanos: Nanos;
};

export type Bill = {
  readonly usage: Usage;
  readonly cost: CostParts;
  /** True when the tokens are our estimate. */
  readonly isEstimated: boolean;
  /** True when the provider reported more than was possible and the bill was brought down to that. */
  readonly isCapped: boolean;
};

type Options = { readonly discount: boolean };

/**
 * What a request costs, whichever way it ended. A provider's failure is free. A report wins, capped at what was
 * possible, and a reported zero is zero. Without a report the bill is our estimate, says so, and never passes what was
 * held. An answer without a token and without a reason to end is free when the provider ended it (zero-completion
 * insurance), not when we did.
 */
export function billOutcome(outcome: UpstreamOutcome, prices: Prices, options: Options): Bill {
  if (outcome.reported === null && !isFailed(outcome)) return estimatedBill(outcome, prices, options);
  const { usage, isCapped } = possibleUsage(outcome, outcome.reported ?? noTokens);
  // A provider that says it used nothing charges nothing: no price per request either.
  const isNothing = usage.promptTokens === 0 && usage.completionTokens === 0;
  const isFree = isFailed(outcome) || isInsured(outcome, usage) || isNothing;
  const cost = isFree ? noCost : priceUsage(prices, usage, options);
  return { usage, cost, isEstimated: false, isCapped };
}

const noTokens: ReportedUsage = {
  promptTokens: 0,
  completionTokens: 0,
  cachedTokens: 0,
  reasoningTokens: 0,
};

function isFailed({ end, endedBy, finishReason }: UpstreamOutcome): boolean {
  return endedBy === "provider" && (end === "failed" || finishReason === "error");
}

function isInsured({ endedBy, finishReason }: UpstreamOutcome, usage: Usage): boolean {
  return endedBy === "provider" && usage.completionTokens === 0 && finishReason === null;
}

/** A report, as far as it was possible: within the prompt's bytes, the context, and the token limit that was sent. */
function possibleUsage(
  outcome: UpstreamOutcome,
  reported: ReportedUsage,
): { readonly usage: Usage; readonly isCapped: boolean } {
  const promptTokens = Math.min(
    reported.promptTokens,
    possiblePromptTokens(outcome.endpoint, outcome.prompt),
  );
  const completionTokens = Math.min(reported.completionTokens, outcome.completionTokensMax);
  return {
    usage: {
      promptTokens,
      completionTokens,
      cachedTokens: Math.min(reported.cachedTokens, promptTokens),
      reasoningTokens: Math.min(reported.reasoningTokens, completionTokens),
      imageCount: outcome.prompt.images,
    },
    isCapped: promptTokens < reported.promptTokens || completionTokens < reported.completionTokens,
  };
}

function estimatedBill(outcome: UpstreamOutcome, prices: Prices, options: Options): Bill {
  const { endpoint, heldNanos } = outcome;
  const imageCount = outcome.prompt.images;
  const usageOf = (promptTokens: number, completionTokens: number): Usage => ({
    ...noTokens,
    promptTokens,
    completionTokens,
    imageCount,
  });
  const costOf = (usage: Usage) => priceUsage(prices, usage, options);
  const fits = (usage: Usage) => costOf(usage).costNanos <= heldNanos;

  const prompt = likelyPromptTokens(endpoint, outcome.prompt);
  const counted = endpointTokens(endpoint, outcome.countedCompletionTokens);
  const completion = Math.min(counted, outcome.completionTokensMax);
  const likely = usageOf(prompt, completion);
  if (isInsured(outcome, likely)) return { usage: likely, cost: noCost, isEstimated: true, isCapped: false };
  // The answer gives way first, then the prompt: both are our guess, and the hold is what was agreed.
  const completionPaid = largest(completion, (tokens) => fits(usageOf(prompt, tokens)));
  const promptPaid = completionPaid > 0 ? prompt : largest(prompt, (tokens) => fits(usageOf(tokens, 0)));
  const usage = usageOf(promptPaid, completionPaid);
  return { usage, cost: fits(usage) ? costOf(usage) : noCost, isEstimated: true, isCapped: false };
}

/** The largest number from 0 to `most` that fits, 0 when none does. What fits a number fits every smaller one. */
function largest(most: number, fits: (tokens: number) => boolean): number {
  if (fits(most)) return most;
  let low = 0;
  let high = most;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
