import type { Endpoint } from "@/lib/catalog/rules/catalog";
import { tokensPerPrice } from "@/lib/catalog/rules/prices";
import { divideCeil, type Nanos } from "@/lib/kernel/money";
import { heldPromptTokens, likelyPromptTokens, possiblePromptTokens } from "./endpoint-tokens";
import type { ContentEstimate } from "./estimate-tokens";

/** What a request may use, before anything is known about its response. */
export type TokenEstimate = {
  readonly prompt: ContentEstimate;
  /** The caller's own maximum, or null when it gave none. */
  readonly tokensMax: number | null;
};

export type WantedHold = {
  /** The worst case over all endpoints that may be tried. */
  readonly amountNanos: Nanos;
  /** Below this the request is rejected instead of being cut short. */
  readonly minimumNanos: Nanos;
  /** The most by which the bill may exceed the hold: the largest possible prompt, less the prompt that is held for. */
  readonly excessNanos: Nanos;
  /** The completion tokens that the amount pays for. */
  readonly tokensWanted: number;
};

/** A response of this length is still useful to a caller that gave no maximum and cannot afford more. */
const usefulTokens = 256;

/**
 * Works out how much to hold: the prompt, the request, the images, and the longest response. With a maximum set by the
 * caller it is all or nothing. Without one the response may be cut to what is affordable.
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

/** The longest response of an endpoint that `nanos` pay for, or 0 when they do not even pay for the prompt. */
export function affordableTokens(endpoint: Endpoint, tokenEstimate: TokenEstimate, nanos: Nanos): number {
  const tokens = longestResponse(endpoint, tokenEstimate);
  const price = completionPrice(endpoint);
  const left = nanos - fixedNanos(endpoint, tokenEstimate);
  if (left < 0n) return 0;
  if (price === 0n) return tokens;
  const affordable = (left * tokensPerPrice) / price;
  return affordable < BigInt(tokens) ? Number(affordable) : tokens;
}

/** The most that a response with this many tokens can have cost at an endpoint. */
export function worstNanos(endpoint: Endpoint, tokenEstimate: TokenEstimate, tokensMax: number): Nanos {
  return (
    fixedNanos(endpoint, tokenEstimate) +
    excessNanos(endpoint, tokenEstimate) +
    completionNanos(endpoint, tokensMax)
  );
}

/** The likely prompt decides how much room the context leaves. The bound would reject responses that fit. */
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
