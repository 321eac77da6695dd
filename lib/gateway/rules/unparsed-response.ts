import { isTooDeep, outermostValue } from "./json-outline";
import { TokenCounter } from "./token-counter";
import { type ReportedUsage, readUsage } from "./upstream-usage";

/**
 * What the bill needs to know about a response, or a part of one, that is not parsed: too large, too deep, or broken
 * off.
 */
export type UnparsedResponse = {
  readonly reported: ReportedUsage | null;
  /** Counted from the text of its choices as it came, including the JSON around the content. */
  readonly countedCompletionTokens: number;
  readonly hasChoices: boolean;
  /** True when it is an error instead of a response. */
  readonly isError: boolean;
};

/** Scans the text without parsing it. Counts up to `tokensMax`: more is not billed. */
export function readUnparsed(text: string, tokensMax: number): UnparsedResponse {
  const choices = outermostValue(text, "choices") ?? "";
  const error = outermostValue(text, "error") ?? "null";
  return {
    reported: reportedIn(outermostValue(text, "usage")),
    countedCompletionTokens: countTokens(choices, tokensMax),
    hasChoices: /^\[\s*[^\s\]]/.test(choices),
    isError: error !== "null" && error !== "false" && error !== '""',
  };
}

function reportedIn(usage: string | null): ReportedUsage | null {
  if (usage === null || isTooDeep(usage)) return null;
  try {
    return readUsage(JSON.parse(usage));
  } catch {
    return null;
  }
}

function countTokens(text: string, tokensMax: number): number {
  const counter = new TokenCounter(tokensMax);
  if (tokensMax > 0) counter.add(text);
  return counter.tokens;
}
