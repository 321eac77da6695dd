import "server-only";
import { env } from "@/lib/config/env";
import { releaseHold } from "@/lib/gateway/release-hold";
import { endedByUs, type ApiError, apiErrorOfUpstream } from "@/lib/gateway/rules/api-error";
import { noAnswer } from "@/lib/gateway/rules/kept-answer";
import { acknowledgeMsMax, type ResponseEnd, settledWithin, closeCompletion } from "./close-completion";
import { type Completion, countUnaccounted } from "./completion";
import type { Opened } from "./open-upstream";

type WithoutResponse<Result> = Exclude<Opened<Result>, { kind: "responded" }>;
type ClosedWithoutResponse = {
  readonly apiError: ApiError;
  readonly generationId: string | null;
  readonly acknowledged: Promise<unknown>;
  readonly settled: Promise<void>;
};

/**
 * Closes a completion that has no content for the caller. If nothing was sent, its hold is released. If providers
 * failed, it is free but recorded. If we ended it after it was sent, its prompt and what was produced are billed.
 */
export function closeWithoutResponse<Result>(
  completion: Completion,
  opened: WithoutResponse<Result>,
): ClosedWithoutResponse {
  if (opened.kind === "unsent") {
    completion.isClosed = true;
    const released = releaseHold(completion.context.workspaceId, completion.id);
    const acknowledged = settledWithin(released, acknowledgeMsMax);
    return { apiError: opened.apiError, generationId: null, acknowledged, settled: released };
  }
  const { endReason } = completion;
  const isOurs = opened.kind === "ended" && endReason !== null;
  const apiError = isOurs
    ? endedByUs(endReason, env().completions.answerMsMax / 1_000)
    : apiErrorOfUpstream(
        opened.kind === "failed" ? opened.upstreamError : { kind: "broken" },
        opened.endpoint.provider.name,
      );
  const response: ResponseEnd = {
    end: isOurs ? (endReason === "caller_left" ? "cancelled" : "cut") : "failed",
    endedBy: isOurs ? "us" : "provider",
    finishReason: null,
    reported: null,
    countedCompletionTokens: 0,
    ...(opened.kind === "ended" && opened.produced),
  };
  if (isOurs && keepsBilling(completion, response)) countUnaccounted(completion, { isPromptBilled: true });
  const closed = closeCompletion(completion, {
    endpoint: opened.endpoint,
    status: apiError.status,
    response,
    nativeFinishReason: null,
    upstreamId: null,
    answer: noAnswer,
  });
  return { ...closed, apiError, generationId: completion.wireId };
}

/**
 * True for a plain response that we ended while its provider was still producing it. The provider finishes it and bills
 * all of it, while we can bill only the part that had arrived.
 */
function keepsBilling({ isStream, endReason, sent }: Completion, { reported }: ResponseEnd): boolean {
  if (isStream || reported !== null || sent?.endpoint.provider.stopsBillingOnCancel) return false;
  return endReason === "shutdown" || endReason === "deadline";
}
