import type { Endpoint } from "@/lib/catalog/rules/catalog";
import type { ContentEstimate } from "./estimate-tokens";

/** What of an endpoint says how it counts tokens. */
export type Counting = Pick<Endpoint, "tokenFactor" | "contextLength">;

type Factor = Pick<Counting, "tokenFactor">;

/** So many tokens by our own count in those of an endpoint: what we estimate, never a report or what is possible. */
export function endpointTokens({ tokenFactor }: Factor, counted: number): number {
  return Math.ceil(counted * tokenFactor);
}

/** The opposite: tokens by our own count that come to so many of an endpoint's at least. */
export function countedTokens({ tokenFactor }: Factor, tokens: number): number {
  return Math.ceil(tokens / tokenFactor);
}

/** Our best estimate of a prompt's tokens at an endpoint: what is billed when it reports nothing. */
export function likelyPromptTokens(endpoint: Counting, prompt: ContentEstimate): number {
  return Math.min(endpointTokens(endpoint, prompt.likely), possiblePromptTokens(endpoint, prompt));
}

/** What is held for a prompt at an endpoint. */
export function heldPromptTokens(endpoint: Counting, prompt: ContentEstimate): number {
  return Math.min(endpointTokens(endpoint, prompt.bound), possiblePromptTokens(endpoint, prompt));
}

/** The most prompt tokens that an endpoint can have counted: a token is a byte at least, and a prompt fits the context. */
export function possiblePromptTokens({ contextLength }: Counting, { possible }: ContentEstimate): number {
  return Math.min(possible, contextLength);
}
