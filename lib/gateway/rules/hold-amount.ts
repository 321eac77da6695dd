import type { Endpoint } from "@/lib/catalog/rules/catalogue";
import { tokensPerPrice } from "@/lib/catalog/rules/prices";
import { divideCeil, type Nanos } from "@/lib/kernel/money";
import { holdTokens } from "./estimate-tokens";

/** What a request may use, before anything is known about its answer. */
export type Demand = {
  /** Estimate without margin. */
  readonly promptTokens: number;
  readonly imageCount: number;
  /** The caller's own maximum; null when it gave none. */
  readonly tokensMax: number | null;
};

export type HoldDemand = {
  /** Worst case over all endpoints that may be tried. */
  readonly amountNanos: Nanos;
  /** Below this the request is refused instead of being cut short. */
  readonly minimumNanos: Nanos;
  /** Completion tokens that the amount pays for. */
  readonly tokensWanted: number;
};

/** A caller that gave no maximum is content with an answer of this length, when its credits reach no further. */
const usefulTokens = 256;

/**
 * How much to set aside: the prompt with its margin, the request, the images, and the longest answer (G2). With a
 * maximum of the caller's own it is all or nothing; without one the answer may be cut to what is affordable.
 */
export function holdDemand(endpoints: readonly Endpoint[], demand: Demand): HoldDemand {
  let worst: HoldDemand = { amountNanos: 0n, minimumNanos: 0n, tokensWanted: 0 };
  for (const endpoint of endpoints) {
    const tokens = longestAnswer(endpoint, demand);
    const fixed = fixedNanos(endpoint, demand);
    const amount = fixed + completionNanos(endpoint, tokens);
    const least = demand.tokensMax === null ? Math.min(tokens, usefulTokens) : tokens;
    const minimum = fixed + completionNanos(endpoint, least);
    worst = {
      amountNanos: amount > worst.amountNanos ? amount : worst.amountNanos,
      minimumNanos: minimum > worst.minimumNanos ? minimum : worst.minimumNanos,
      tokensWanted: Math.max(worst.tokensWanted, tokens),
    };
  }
  return worst;
}

/** The longest answer of an endpoint that `nanos` pay for; 0 when they do not even pay for the prompt. */
export function affordableTokens(endpoint: Endpoint, demand: Demand, nanos: Nanos): number {
  const tokens = longestAnswer(endpoint, demand);
  const price = completionPrice(endpoint);
  if (price === 0n) return tokens;
  const left = nanos - fixedNanos(endpoint, demand);
  if (left <= 0n) return 0;
  const affordable = (left * tokensPerPrice) / price;
  return affordable < BigInt(tokens) ? Number(affordable) : tokens;
}

function longestAnswer(endpoint: Endpoint, demand: Demand): number {
  const room = Math.max(1, endpoint.contextLength - demand.promptTokens);
  return Math.min(demand.tokensMax ?? endpoint.maxCompletionTokens, endpoint.maxCompletionTokens, room);
}

function fixedNanos({ prices }: Endpoint, demand: Demand): Nanos {
  const prompt = prices.prompt > prices.cached ? prices.prompt : prices.cached;
  return (
    divideCeil(BigInt(holdTokens(demand.promptTokens)) * prompt, tokensPerPrice) +
    prices.request +
    BigInt(demand.imageCount) * prices.image
  );
}

function completionNanos(endpoint: Endpoint, tokens: number): Nanos {
  return divideCeil(BigInt(tokens) * completionPrice(endpoint), tokensPerPrice);
}

function completionPrice({ prices }: Endpoint): Nanos {
  return prices.completion > prices.reasoning ? prices.completion : prices.reasoning;
}
