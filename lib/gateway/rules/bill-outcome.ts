import { type CostParts, noCost, priceUsage, type Usage } from "@/lib/catalog/rules/price-usage";
import type { Prices } from "@/lib/catalog/rules/prices";
import type { Nanos } from "@/lib/kernel/money";
import { type Counting, endpointTokens, likelyPromptTokens, possiblePromptTokens } from "./endpoint-tokens";
import type { ContentEstimate } from "./estimate-tokens";
import type { FinishReason } from "./finish-reason";
import type { ReportedUsage } from "./upstream-usage";

/** How an attempt at a provider ended, what was possible, and what was held: everything that a bill depends on. */
export type UpstreamOutcome = {
  /**
   * `ended`: the provider finished its response. `cut`: the response broke off, by the provider or by us (deadline,
   * shutdown). `cancelled`: we canceled at a provider that stops billing then. `failed`: an error of the provider
   * instead of a response, or in the middle of it.
   */
  readonly end: "ended" | "cut" | "cancelled" | "failed";
  /** Who ended it. A response that we end after sending is never free. */
  readonly endedBy: "provider" | "us";
  readonly finishReason: FinishReason | null;
  /** Null when the provider reported no usage. */
  readonly reported: ReportedUsage | null;
  /** Our own count of the response, used if the provider reports none. */
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
  /** True when the token counts are our estimate. */
  readonly isEstimated: boolean;
  /** True when the provider reported more than was possible and the bill was reduced to that. */
  readonly isCapped: boolean;
};

type Options = { readonly discount: boolean };

/**
 * What a request costs, however it ended. A provider's failure is free. Reported usage wins, capped at what was
 * possible, and a reported zero is zero. Without a report the bill is our estimate, is marked as one, and never exceeds
 * the hold. A response without tokens and without a finish reason is free if the provider ended it (zero-completion
 * insurance), but not if we did.
 */
export function billOutcome(outcome: UpstreamOutcome, prices: Prices, options: Options): Bill {
  if (outcome.reported === null && !isFailed(outcome)) return estimatedBill(outcome, prices, options);
  const { usage, isCapped } = possibleUsage(outcome, outcome.reported ?? noTokens);
  // A provider that reports zero usage charges nothing, so there is no price per request either.
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

/**
 * The reported usage, capped at what was possible: the prompt's bytes, the context, and the token limit that was sent.
 */
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
  // The response is reduced first, then the prompt. Both are our guess, and the hold is what was agreed.
  const completionPaid = largest(completion, (tokens) => fits(usageOf(prompt, tokens)));
  const promptPaid = completionPaid > 0 ? prompt : largest(prompt, (tokens) => fits(usageOf(tokens, 0)));
  const usage = usageOf(promptPaid, completionPaid);
  return { usage, cost: fits(usage) ? costOf(usage) : noCost, isEstimated: true, isCapped: false };
}

/** The largest number from 0 to `most` that fits, or 0 when none does. Assumes that every smaller number fits too. */
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
