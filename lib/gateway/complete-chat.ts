import "server-only";
import type { RequestTags } from "@/lib/activity/rules/generation-fields";
import type { CallerSignal } from "@/lib/kernel/caller-signal";
import { Redacted } from "@/lib/kernel/redacted";
import type { KeyContext } from "@/lib/keys/authenticate-key";
import { admitCompletion } from "./internal/admit-completion";
import type { CompletionResponse } from "./internal/completion-response";
import type { AppHeaders } from "./internal/find-app";
import { isEnding } from "./internal/running-completions";
import { startCompletion } from "./internal/start-completion";
import { releaseHold } from "./release-hold";
import type { Slot } from "./reserve-slot";
import { type ChatInput, type CompletionKind, parseInput } from "./rules/chat-input";
import { type ContentEstimate, estimateInSteps } from "./rules/estimate-tokens";
import { callerLeft, invalidRequest, processBusy, type ApiError, unknownUser } from "./rules/api-error";
import { takeTurn, type Turn } from "./take-turn";

export type CompletionRequest = {
  readonly kind: CompletionKind;
  readonly secret: Redacted<string>;
  readonly context: KeyContext;
  /** The parsed JSON of the request. */
  readonly body: Redacted<unknown>;
  readonly app: AppHeaders;
  /** Tags from headers; those in the body take precedence. */
  readonly tagHeaders: RequestTags;
  /** The slot taken by `reserveSlot`. It is freed here in every case. */
  readonly slot: Slot;
  /** Fires when the caller has left. */
  readonly signal: CallerSignal | null;
  /** When the request arrived, before its body was read, on the clock of `performance.now()`. */
  readonly receivedMs: number;
};
export type { CompletionResponse } from "./internal/completion-response";

/**
 * Handles one completion from end to end: privacy and routing, hold, upstream with fallbacks, settlement, response.
 * Nothing is sent before the hold is committed, and the caller sees the end of the response only after the settlement
 * is committed. From here on the prompt is in `Redacted` and reaches no log, error, or column.
 */
export async function completeChat(request: CompletionRequest): Promise<CompletionResponse> {
  const { slot, signal } = request;
  let isStarted = false;
  try {
    if (request.context.kind !== "inference") return errorResponse(unknownUser);
    const parsed = parseInput(request.kind, request.body.expose(), request.tagHeaders);
    if (!parsed.ok) return errorResponse(parsed.apiError);
    const { secret, context, app, receivedMs } = request;
    const estimated = await estimate(parsed.body.content, context.workspaceId);
    if (!estimated) return errorResponse(invalidRequest("The body is nested too deeply"));
    const input = new Redacted<ChatInput>({ ...parsed.body, estimate: estimated });
    const admission = await admitCompletion({ secret, context, app, input, receivedMs, signal });
    if (!admission.ok) return errorResponse(admission.apiError);
    const { completion } = admission;
    if (signal?.aborted || isEnding()) {
      // The caller has left or the process is stopping, and nothing was sent.
      await releaseHold(context.workspaceId, completion.id);
      return errorResponse(isEnding() ? processBusy(5) : callerLeft);
    }
    isStarted = true;
    return await startCompletion(completion, { signal, slot });
  } finally {
    if (!isStarted) slot.free();
  }
}

/**
 * Estimates large prompts in steps, so that other requests run in between. Returns null for a body that is nested so
 * deeply that it could be parsed but not serialized again.
 */
async function estimate(
  content: Readonly<Record<string, unknown>>,
  workspaceId: string,
): Promise<ContentEstimate | null> {
  const steps = estimateInSteps(content);
  let turn: Turn | null = null;
  try {
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value;
      // The first step is enough for nearly every prompt.
      turn ??= await takeTurn(workspaceId);
      await turn.pause();
    }
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  } finally {
    turn?.end();
  }
}

function errorResponse(apiError: ApiError): CompletionResponse {
  return { kind: "error", apiError, generationId: null };
}
