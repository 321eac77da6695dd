import "server-only";
import type { Endpoint } from "@/lib/catalog/rules/catalog";
import type { UpstreamOutcome } from "@/lib/gateway/rules/bill-outcome";
import { affordableTokens } from "@/lib/gateway/rules/hold-amount";
import { errorFacts, log } from "@/lib/config/log";
import {
  admissionTimedOut,
  callerLeft,
  insufficientCredits,
  invalidRequest,
  isRetryable,
  processBusy,
  type ApiError,
  type UpstreamError,
  apiErrorOfUpstream,
} from "@/lib/gateway/rules/api-error";
import { type Completion, countUnaccounted, endCompletion } from "./completion";
import { countFreeRequest } from "./count-free-request";
import { sendUpstream } from "./upstream";
import type { UpstreamExchange } from "./upstream-exchange";

export type Opened<Result> =
  | { readonly kind: "responded"; readonly endpoint: Endpoint; readonly response: Result }
  /** Every endpoint that was tried failed. This is the error of the last one. */
  | { readonly kind: "failed"; readonly endpoint: Endpoint; readonly upstreamError: UpstreamError }
  /** We ended it after it was sent. `produced` is what had been produced until then. */
  | { readonly kind: "ended"; readonly endpoint: Endpoint; readonly produced: Produced }
  /** Nothing was sent. */
  | { readonly kind: "unsent"; readonly apiError: ApiError };

/** What the bill needs to know about a response that we ended. */
type Produced = Pick<UpstreamOutcome, "reported" | "countedCompletionTokens">;

const nothingProduced: Produced = { reported: null, countedCompletionTokens: 0 };

/** What a body amounts to before the caller sees any of it, or why it is not a usable response. */
export type Attempt<Result> =
  { readonly response: Result } | { readonly upstreamError: UpstreamError; readonly produced?: Produced };
type ReadBody<Result> = (body: UpstreamExchange, endpoint: Endpoint) => Promise<Attempt<Result>>;

/**
 * Tries the endpoints of a completion in order until one responds with content. Falls back only while the caller has
 * seen no content, only for errors that another endpoint may not have, and not for a caller who has left.
 */
export async function openUpstream<Result>(
  completion: Completion,
  read: ReadBody<Result>,
): Promise<Opened<Result>> {
  let last: Opened<Result> = { kind: "unsent", apiError: insufficientCredits };
  let isFreeCounted = false;
  for (const endpoint of completion.endpoints) {
    const tokensMax = affordableTokens(endpoint, completion.tokenEstimate, completion.grantedNanos);
    if (tokensMax < 1) continue;
    if (endpoint.isFree && !isFreeCounted) {
      const apiError = await countFree(completion.context.workspaceId);
      if (apiError) {
        if (last.kind === "unsent") last = { kind: "unsent", apiError };
        continue;
      }
      isFreeCounted = true;
    }
    // The caller may have left, or shutdown may have begun, while the hold was taken or another endpoint was tried.
    if (completion.isCancelled || completion.endReason !== null) {
      return last.kind === "unsent" ? endedUnsent(completion) : last;
    }
    const opened = await attempt(completion, { endpoint, tokensMax }, read);
    // It was ended before it was sent, after another endpoint had failed. That failure is what we report.
    if (opened.kind === "unsent" && last.kind === "failed") return last;
    if (opened.kind !== "failed") return opened;
    last = opened;
    if (!isRetryable(opened.upstreamError)) break;
  }
  return last;
}

/**
 * Null when the request was counted. If the database does not respond, the request is rejected: without a count there
 * is no limit.
 */
async function countFree(workspaceId: string): Promise<ApiError | null> {
  try {
    return await countFreeRequest(workspaceId);
  } catch (error) {
    log().warn({ event: "free_request_not_counted", ...errorFacts(error) });
    return admissionTimedOut;
  }
}

function endedUnsent(completion: Completion): { kind: "unsent"; apiError: ApiError } {
  const { endReason } = completion;
  if (endReason === null) return { kind: "unsent", apiError: callerLeft };
  return { kind: "unsent", apiError: endReason === "shutdown" ? processBusy(5) : admissionTimedOut };
}

async function attempt<Result>(
  completion: Completion,
  sent: { endpoint: Endpoint; tokensMax: number },
  read: ReadBody<Result>,
): Promise<Opened<Result>> {
  const { endpoint } = sent;
  const { kind } = completion.input.expose();
  const payload = payloadOf(completion, sent);
  if (payload === null) return { kind: "unsent", apiError: invalidRequest("The body is nested too deeply") };
  completion.attempts += 1;
  const startedMs = performance.now();
  const reply = await sendUpstream(endpoint, kind === "chat" ? "/chat/completions" : "/completions", {
    payload,
    isStream: completion.isStream,
    onExchange: (exchange) => completion.stop.whenStopped(() => exchange.end()),
    onSent: () => (completion.sent = sent),
    onTooLarge: () => endCompletion(completion, "too_large"),
  });
  const result: Attempt<Result> = reply.ok ? await read(reply.body, endpoint) : reply;
  if ("response" in result) return { kind: "responded", endpoint, response: result.response };
  if (completion.endReason !== null) {
    const { produced = nothingProduced } = result;
    return completion.sent ? { kind: "ended", endpoint, produced } : endedUnsent(completion);
  }
  if (completion.sent && isLost(result)) countUnaccounted(completion);
  // A provider's failure is free, so a later end must not bill it.
  completion.sent = null;
  completion.failedAttempts.push({
    endpoint: endpoint.id,
    provider: endpoint.provider.slug,
    status: apiErrorOfUpstream(result.upstreamError, endpoint.provider.name).status,
    latencyMs: Math.round(performance.now() - startedMs),
  });
  return { kind: "failed", endpoint, upstreamError: result.upstreamError };
}

/** True when a provider may charge for a response that cannot be used. */
function isLost({ upstreamError, produced }: { upstreamError: UpstreamError; produced?: Produced }): boolean {
  return (
    upstreamError.kind === "broken" ||
    (upstreamError.kind === "error" && produced !== undefined && producedAnything(produced))
  );
}

/** True when a response had any content, by our own count or by the provider's. */
export function producedAnything({ reported, countedCompletionTokens }: Produced): boolean {
  return countedCompletionTokens > 0 || (reported?.completionTokens ?? 0) > 0;
}

/**
 * The request as it is sent upstream: allowed parameters, the upstream's own model name, and the token limit that is
 * paid for. Null for a body that is nested so deeply that it could be parsed but not serialized again.
 */
function payloadOf(completion: Completion, sent: { endpoint: Endpoint; tokensMax: number }): string | null {
  const { content, tokensMaxField } = completion.input.expose();
  try {
    return JSON.stringify({
      ...content,
      model: sent.endpoint.upstreamModel,
      [tokensMaxField]: sent.tokensMax,
      stream: completion.isStream,
      ...(completion.isStream && { stream_options: { include_usage: true } }),
    });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
