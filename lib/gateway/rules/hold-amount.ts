import type { Endpoint } from "@/lib/catalog/rules/catalog";
import { tokensPerPrice } from "@/lib/catalog/rules/prices";
import { divideCeil, type Nanos } from "@/lib/kernel/money";
import { heldPromptTokens, likelyPromptTokens, possiblePromptTokens } from "./endpoint-tokens";
import type { ContentEstimate } from "./estimate-tokens";

/** What a request may use, before anything is known about its answer. */
export type TokenEstimate = {
  readonly prompt: ContentEstimate;
  /** The caller's own maximum; null when it gave none. */
  readonly tokensMax: number | null;
};

export type WantedHold = {
  /** Worst case over all endpoints that may be tried. */
  readonly amountNanos: Nanos;
  /** Below this the request is refused instead of being cut short. */
  readonly minimumNanos: Nanos;
  /** The most that the bill may pass the hold: the prompt at what is possible, less what is held for it. */
  readonly excessNanos: Nanos;
  /** Completion tokens that the amount pays for. */
  readonly tokensWanted: number;
};

/** A caller that gave no maximum is content with an answer of this length, when its credits reach no further. */
const usefulTokens = 256;

/**
 * How much to set aside: the prompt, the request, the images, and the longest answer. With a maximum of the caller's
 * own it is all or nothing; without one the answer may be cut to what is affordable.
 */
export function wantedHold(endpoints: readonly Endpoint[], tokenEstimate: TokenEstimate): WantedHold {
  let worst: WantedHold = { amountNanos: 0n, minimumNanos: 0n, excessNanos: 0n, tokensWanted: 0 };
  for (const endpoint of endpoints) {
    const tokens = longestResponse(endpoint, tokenEstimate);
    const fixed = fixedNanos(endpoint, tokenEstimate);
    const least = tokenEstimate.tokensMax === null ? Math.min(tokens, usefulTokens) : tokens;
    worst = {
      amountNanos: larger(worst.amountNanos, fixed + completionNanos(endpoint, tokens)),
      minimumNanos: larger(worst.minimumNanos, fixed + completionNanos(endpoint, least)),
      excessNanos: larger(worst.excessNanos, excessNanos(endpoint, tokenEstimate)),
      tokensWanted: Math.max(worst.tokensWanted, tokens),
    };
  }
  return worst;
}

/** The longest answer of an endpoint that `nanos` pay for; 0 when they do not even pay for the prompt. */
export function affordableTokens(endpoint: Endpoint, tokenEstimate: TokenEstimate, nanos: Nanos): number {
  const tokens = longestResponse(endpoint, tokenEstimate);
  const price = completionPrice(endpoint);
  const left = nanos - fixedNanos(endpoint, tokenEstimate);
  if (left < 0n) return 0;
  if (price === 0n) return tokens;
  const affordable = (left * tokensPerPrice) / price;
  return affordable < BigInt(tokens) ? Number(affordable) : tokens;
}

/** The most that an answer of so many tokens at an endpoint can have cost. */
export function worstNanos(endpoint: Endpoint, tokenEstimate: TokenEstimate, tokensMax: number): Nanos {
  return (
    fixedNanos(endpoint, tokenEstimate) +
    excessNanos(endpoint, tokenEstimate) +
    completionNanos(endpoint, tokensMax)
  );
}

/** What is likely decides how much room the context leaves: the bound would refuse answers that fit. */
function longestResponse(endpoint: Endpoint, tokenEstimate: TokenEstimate): number {
  const room = Math.max(1, endpoint.contextLength - likelyPromptTokens(endpoint, tokenEstimate.prompt));
  return Math.min(
    tokenEstimate.tokensMax ?? endpoint.maxCompletionTokens,
    endpoint.maxCompletionTokens,
    room,
  );
}

function fixedNanos(endpoint: Endpoint, tokenEstimate: TokenEstimate): Nanos {
  const { prices } = endpoint;
  return (
    promptNanos(endpoint, heldPromptTokens(endpoint, tokenEstimate.prompt)) +
    prices.request +
    BigInt(tokenEstimate.prompt.images) * prices.image
  );
}

function excessNanos(endpoint: Endpoint, tokenEstimate: TokenEstimate): Nanos {
  return promptNanos(
    endpoint,
    possiblePromptTokens(endpoint, tokenEstimate.prompt) - heldPromptTokens(endpoint, tokenEstimate.prompt),
  );
}

function promptNanos({ prices }: Endpoint, tokens: number): Nanos {
  return divideCeil(BigInt(tokens) * larger(prices.prompt, prices.cached), tokensPerPrice);
}

function completionNanos(endpoint: Endpoint, tokens: number): Nanos {
  return divideCeil(BigInt(tokens) * completionPrice(endpoint), tokensPerPrice);
}

function completionPrice({ prices }: Endpoint): Nanos {
  return larger(prices.completion, prices.reasoning);
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
