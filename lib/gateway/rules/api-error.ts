import { dollarsNumber, type Nanos } from "@/lib/kernel/money";
import { type FreePeriod, freeWindow } from "./free-window";
import { mediaText, type Medium } from "./media";

/** A failure as the caller may see it. Built here from an allow-list, without any of the upstream's text. */
export type ApiError = {
  readonly status: number;
  readonly message: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * Headers of an error whose completion is billed anyway. Clients repeat a 5xx on their own, and each repetition would
 * be billed. Clients that honor the header are told not to retry, and no client gets a time to retry at.
 */
const billedHeaders = { "X-Should-Retry": "false" };

/** A key that does not work, or is of the wrong kind for inference. The message does not say which. */
export const unknownUser: ApiError = {
  status: 401,
  message: "User not found.",
  metadata: { error_type: "authentication" },
};

export function invalidRequest(message: string): ApiError {
  return { status: 400, message, metadata: { error_type: "invalid_request" } };
}

export function unknownModel(model: string): ApiError {
  return invalidRequest(`${printable(model)} is not a valid model ID`);
}

/** The model does not accept the medium in `field`. Nothing was sent. */
export function mediumNotAccepted(
  field: string,
  medium: Medium,
  model: { readonly id: string; readonly inputModalities: readonly string[] },
): ApiError {
  return invalidRequest(
    `${field}: ${model.id} doesn't accept ${mediaText([medium])}, only ${mediaText(model.inputModalities)}`,
  );
}

/** The granted hold does not pay for a response of any endpoint. */
export const insufficientCredits: ApiError = {
  status: 402,
  message: "Insufficient credits",
  metadata: { error_type: "payment_required" },
};

/** Too many completions, or too many bytes of them, are running for this key or workspace. */
export function tooManyConcurrent(scope: "key" | "workspace", retryAfterSeconds: number): ApiError {
  return {
    status: 429,
    message: `Too many requests for this ${scope} are in progress. Wait for one of them to finish.`,
    metadata: { error_type: "rate_limit_exceeded", limit_source: `openrouter_${scope}_concurrency` },
    headers: { "Retry-After": `${retryAfterSeconds}` },
  };
}

/** This process accepts nothing more for the moment: it is full or stopping. */
export function processBusy(retryAfterSeconds: number): ApiError {
  return {
    status: 503,
    message: "The service is busy. Nothing was sent or charged; try again shortly.",
    metadata: { error_type: "server" },
    headers: { "Retry-After": `${retryAfterSeconds}` },
  };
}

/** The response is complete, but its debit is not committed: a cost that we report must be one that was committed. */
export const billIsLate: ApiError = {
  status: 503,
  message:
    "The response couldn't be recorded in time. It will be billed when the database is available again.",
  metadata: { error_type: "server" },
  headers: billedHeaders,
};

/** The reader of a stream took nothing for too long. The completion continues without it. */
export const tooSlow: ApiError = {
  status: 408,
  message:
    "The client stopped reading, so the connection was closed. The completion continues and is billed.",
  metadata: { error_type: "timeout" },
  headers: billedHeaders,
};

/** A failure of our own. Its details are in the log. */
export const serverError: ApiError = {
  status: 500,
  message: "Internal Server Error",
  metadata: { error_type: "server" },
};

/** The same after the request was sent. What was produced is billed. */
export const serverErrorBilled: ApiError = { ...serverError, headers: billedHeaders };

/** The request could not be admitted in time: the database did not respond, or a lock was not released. */
export const admissionTimedOut: ApiError = {
  status: 503,
  message: "The request couldn't be processed in time. Nothing was sent or charged; try again shortly.",
  metadata: { error_type: "server" },
  headers: { "Retry-After": "5" },
};

/** The caller has ended its side of the connection, which counts as leaving until something is sent for it. */
export const callerLeft: ApiError = {
  status: 400,
  message: "The client closed the connection before the request was sent. Nothing was sent or charged.",
  metadata: { error_type: "invalid_request" },
};

/** The privacy settings leave no endpoint. Nothing was sent or charged. */
export function privacyRestricted(setting: string, appUrl: string): ApiError {
  return notRouted(
    `No endpoints found matching your data policy (${setting}). Configure: ${appUrl}/settings/privacy`,
  );
}

/** The key's guardrails leave no endpoint. Nothing was sent or charged. */
export function guardrailRestricted(guardrail: string, keyUrl: string): ApiError {
  return notRouted(
    `No endpoints available matching your guardrail restrictions and data policy (${guardrail}). Configure: ${keyUrl}`,
  );
}

/** The request's own preferences leave no endpoint; `field` is the one to change. Nothing was sent or charged. */
export function requestRestricted(model: string, field: string): ApiError {
  return notRouted(`No endpoints found for ${printable(model)} that match the request's ${field}.`);
}

export function noEndpoints(model: string): ApiError {
  return notRouted(`No endpoints found for ${printable(model)}.`);
}

function notRouted(message: string): ApiError {
  return { status: 404, message, metadata: { error_type: "not_found" } };
}

/** Why a hold was rejected, with the figures that prevented it. */
export type HoldShortage = {
  /** What was insufficient: the balance, or the limit of the key, the member, or the workspace. */
  readonly of: "credits" | "key" | "member" | "workspace";
  readonly availableNanos: Nanos;
  /** Null for the balance. */
  readonly limit: {
    readonly limitNanos: Nanos;
    readonly usedNanos: Nanos;
    readonly heldNanos: Nanos;
    readonly limitReset: "daily" | "weekly" | "monthly" | null;
    readonly resetAt: Date | null;
  } | null;
};

/**
 * The 402 errors of OpenRouter's API: messages that clients match, and the source of the limit in the metadata. Of a key's
 * own limit the metadata also has the amounts, in dollars: `held` is what its running requests may still use. Not of the
 * balance and of budgets: someone who was given a key should not learn them.
 */
export function paymentRequired(
  shortage: HoldShortage,
  request: { appUrl: string; hasPurchased: boolean; tokensWanted: number; tokensAffordable: number },
): ApiError {
  const { limit } = shortage;
  const isLimit = shortage.of !== "credits";
  const metadata = {
    error_type: "payment_required",
    limit_source: `openrouter_${isLimit ? `${shortage.of}_limit` : "credits"}`,
    ...(limit?.resetAt && { limit_resets_at: limit.resetAt.toISOString() }),
    ...(shortage.of === "key" && limit && limitAmounts(limit)),
  };
  const paymentError = (message: string): ApiError => ({ status: 402, message, metadata });
  const limitName = limit?.limitReset ?? "total";
  if (shortage.availableNanos > 0n && request.tokensAffordable < request.tokensWanted) {
    const remedy = isLimit
      ? limitRemedy(shortage.of, limitName, request.appUrl)
      : `visit ${request.appUrl}/settings/credits and ${request.hasPurchased ? "add more credits" : "upgrade to a paid account"}`;
    return paymentError(
      `This request requires more credits, or fewer max_tokens. You requested up to ${request.tokensWanted} tokens, ` +
        `but can only afford ${request.tokensAffordable}. To increase, ${remedy}`,
    );
  }
  if (shortage.of === "key") {
    return paymentError(
      `Key limit exceeded (${limitName} limit). Manage it using ${request.appUrl}/settings/keys`,
    );
  }
  if (isLimit) return paymentError(`Budget of the ${shortage.of} exceeded (${limitName} budget)`);
  if (request.hasPurchased)
    return paymentError(`Insufficient credits. Add more using ${request.appUrl}/settings/credits`);
  return paymentError(
    "Insufficient credits. This account never purchased credits. Make sure your key is on the correct account or org, " +
      `and if so, purchase more at ${request.appUrl}/settings/credits`,
  );
}

/** Named like the fields of the key in `GET /key`. */
function limitAmounts({ limitNanos, usedNanos, heldNanos }: NonNullable<HoldShortage["limit"]>) {
  return {
    limit: dollarsNumber(limitNanos),
    usage: dollarsNumber(usedNanos),
    held: dollarsNumber(heldNanos),
  };
}

function limitRemedy(of: HoldShortage["of"], limitName: string, appUrl: string): string {
  return of === "key"
    ? `visit ${appUrl}/settings/keys and create a key with a higher ${limitName} limit`
    : `ask an admin of the workspace for a higher ${limitName} budget`;
}

/** Too many requests to free models. The three headers are also in the body, as in OpenRouter's API. */
export function freeLimitReached(period: FreePeriod, limit: number, now: Date): ApiError {
  const resetMs = freeWindow(period, now).end.getTime();
  const headers = {
    "X-RateLimit-Limit": `${limit}`,
    "X-RateLimit-Remaining": "0",
    "X-RateLimit-Reset": `${resetMs}`,
  };
  return {
    status: 429,
    message: `Rate limit exceeded: ${period === "day" ? "free-models-per-day" : "free-models-per-min"}.`,
    metadata: {
      error_type: "rate_limit_exceeded",
      headers,
      limit_source: period === "day" ? "openrouter_free_tier_daily" : "openrouter_free_tier_minute",
      remedy_hint:
        period === "day" ? "Wait until the next day begins (UTC), or use a paid model." : "Wait a minute.",
    },
    headers: { ...headers, "Retry-After": `${Math.max(1, Math.ceil((resetMs - now.getTime()) / 1_000))}` },
  };
}

/** What went wrong at a provider, as far as it concerns our caller. */
export type UpstreamError =
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "timeout" }
  | { readonly kind: "unreachable" }
  /** An error in place of a response, with a status that promised one. */
  | { readonly kind: "error" }
  /** The response broke off, or holds nothing usable. */
  | { readonly kind: "broken" };

/** A response that is larger than our limit, or nested more deeply. */
export type OverLimit = "too_large" | "too_deep";
/** Why we ended a completion that was sent to a provider. It is always billed and never a failure. */
export type EndReason = "deadline" | "shutdown" | "caller_left" | OverLimit;

/** What the caller is told when we ended a completion that was sent. What was produced is billed. */
export function endedByUs(reason: EndReason, secondsMax: number): ApiError {
  if (reason === "too_large" || reason === "too_deep") {
    const what =
      reason === "too_large" ? "larger than can be passed on" : "nested too deeply to be passed on";
    return {
      status: 502,
      message: `The response was ${what}. What was produced is billed.`,
      metadata: { error_type: "unmapped" },
      headers: billedHeaders,
    };
  }
  if (reason === "shutdown") {
    return {
      status: 503,
      message: "The service is restarting and stopped this completion. What was produced is billed.",
      metadata: { error_type: "server" },
      headers: billedHeaders,
    };
  }
  return {
    status: 504,
    message: `The response took longer than ${secondsMax} seconds and was stopped. What was produced is billed.`,
    metadata: { error_type: "timeout" },
    headers: billedHeaders,
  };
}

/** A provider's failure for our caller: a status that tells a client whether to retry, and the provider's name. */
export function apiErrorOfUpstream(upstreamError: UpstreamError, providerName: string): ApiError {
  const build = (status: number, message: string, errorType: string): ApiError => ({
    status,
    message,
    metadata: { error_type: errorType, provider_name: providerName },
    ...((status === 429 || status === 503) && { headers: { "Retry-After": "5" } }),
  });
  if (upstreamError.kind === "timeout") return build(504, "The provider didn't respond in time", "timeout");
  if (upstreamError.kind === "unreachable")
    return build(502, "The provider couldn't be reached", "provider_unavailable");
  if (upstreamError.kind === "broken")
    return build(502, "The provider's response was cut off", "provider_unavailable");
  if (upstreamError.kind === "error") return build(502, "Provider returned error", "provider_unavailable");
  const { status } = upstreamError;
  if (status === 400 || status === 422) return build(status, "Provider returned error", "invalid_request");
  if (status === 413) return build(413, "Provider returned error", "payload_too_large");
  if (status === 429) return build(429, "The provider is temporarily rate-limited", "rate_limit_exceeded");
  if (status === 503 || status === 529)
    return build(503, "The provider is overloaded", "provider_overloaded");
  if (status === 408 || status === 504 || status === 524) {
    return build(504, "The provider didn't respond in time", "timeout");
  }
  // Anything else, including a rejection of our key, does not concern the caller.
  return build(502, "Provider returned error", "provider_unavailable");
}

/** True when another endpoint may do better. An invalid request is invalid everywhere. */
export function isRetryable(upstreamError: UpstreamError): boolean {
  return upstreamError.kind !== "status" || ![400, 413, 422].includes(upstreamError.status);
}

/** A model name is the caller's own text. It is shown shortened and without control characters. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 120);
}
