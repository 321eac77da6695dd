import "server-only";
import { env } from "@/lib/config/env";
import { errorFacts, log } from "@/lib/config/log";
import { releaseHold } from "@/lib/gateway/release-hold";
import type { Slot } from "@/lib/gateway/reserve-slot";
import { serverError, serverErrorBilled } from "@/lib/gateway/rules/api-error";
import { noAnswer } from "@/lib/gateway/rules/kept-answer";
import type { CallerSignal } from "@/lib/kernel/caller-signal";
import { closeCompletion } from "./close-completion";
import { clientDisconnected, clientHalfClosed, type Completion, endCompletion } from "./completion";
import type { CompletionResponse } from "./completion-response";
import { performPlain } from "./perform-plain";
import { performStream } from "./perform-stream";
import { addRunning, removeRunning } from "./running-completions";

/**
 * Starts a completion as a separate task. From here on it reads its upstream, keeps its deadline, and is billed,
 * whatever happens to the caller, who only gets what the task responds with. It keeps its slot until it is settled.
 */
export function startCompletion(
  completion: Completion,
  caller: { readonly signal: CallerSignal | null; readonly slot: Slot },
): Promise<CompletionResponse> {
  const { answerMsMax } = env().completions;
  addRunning(completion);
  const deadline = setTimeout(() => endCompletion(completion, "deadline"), answerMsMax);
  const onAbort = () => {
    if (caller.signal?.isGone === false) clientHalfClosed(completion);
    else clientDisconnected(completion);
  };
  caller.signal?.addEventListener("abort", onAbort);
  return new Promise((respond) => {
    const perform = completion.isStream ? performStream : performPlain;
    perform(completion, respond)
      .catch((error: unknown) => {
        log().error({ event: "completion_failed", generationId: completion.wireId, ...errorFacts(error) });
        const apiError = completion.sent ? serverErrorBilled : serverError;
        respond({ kind: "error", apiError, generationId: completion.wireId });
        return closeAfterError(completion);
      })
      .catch((error: unknown) => {
        log().error({ event: "settlement_failed", generationId: completion.wireId, ...errorFacts(error) });
      })
      .finally(() => {
        clearTimeout(deadline);
        caller.signal?.removeEventListener("abort", onAbort);
        caller.slot.free();
        removeRunning(completion);
      });
  });
}

/** A failure of ours must not leave the hold open, or make a request free that was sent. */
async function closeAfterError(completion: Completion): Promise<void> {
  if (completion.isClosed) return;
  if (!completion.sent) return releaseHold(completion.context.workspaceId, completion.id);
  completion.stop.stop();
  const closed = closeCompletion(completion, {
    endpoint: completion.sent.endpoint,
    status: 500,
    response: { end: "cut", endedBy: "us", finishReason: null, reported: null, countedCompletionTokens: 0 },
    nativeFinishReason: null,
    upstreamId: null,
    answer: noAnswer,
  });
  return closed.settled;
}
