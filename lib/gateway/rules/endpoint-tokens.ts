import type { Endpoint } from "@/lib/catalog/rules/catalog";
import type { ContentEstimate } from "./estimate-tokens";

/** The fields of an endpoint that determine how it counts tokens. */
export type Counting = Pick<Endpoint, "tokenFactor" | "contextLength">;

type Factor = Pick<Counting, "tokenFactor">;

/**
 * Converts our own count into tokens of an endpoint. For our estimates only, never for a report or for what is
 * possible.
 */
export function endpointTokens({ tokenFactor }: Factor, counted: number): number {
  return Math.ceil(counted * tokenFactor);
}

/** The inverse: the tokens by our own count that amount to at least this many of an endpoint's. */
export function countedTokens({ tokenFactor }: Factor, tokens: number): number {
  return Math.ceil(tokens / tokenFactor);
}

/** Our best estimate of a prompt's tokens at an endpoint. It is billed when the endpoint reports nothing. */
export function likelyPromptTokens(endpoint: Counting, prompt: ContentEstimate): number {
  return Math.min(endpointTokens(endpoint, prompt.likely), possiblePromptTokens(endpoint, prompt));
}

/** The prompt tokens that a hold covers at an endpoint. */
export function heldPromptTokens(endpoint: Counting, prompt: ContentEstimate): number {
  return Math.min(endpointTokens(endpoint, prompt.bound), possiblePromptTokens(endpoint, prompt));
}

/**
 * The most prompt tokens that an endpoint can have counted: a token is at least one byte, and a prompt fits the
 * context.
 */
export function possiblePromptTokens({ contextLength }: Counting, { possible }: ContentEstimate): number {
  return Math.min(possible, contextLength);
}
