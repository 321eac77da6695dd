import "server-only";
import { Sealed } from "@/lib/kernel/sealed";
import type { KeyContext } from "@/lib/keys/authenticate-key";
import { admitRequest } from "./internal/admit-request";
import { answerPlain } from "./internal/answer-plain";
import { answerStream } from "./internal/answer-stream";
import type { AppHeaders } from "./internal/find-app";
import type { RunAnswer } from "./internal/refuse-run";
import { type Run, superviseRun } from "./internal/run";
import { type CompletionKind, parseInput } from "./rules/chat-input";
import { unknownUser } from "./rules/refusal";
import { releaseHold } from "./release-hold";

export type CompletionRequest = {
  readonly kind: CompletionKind;
  readonly secret: Sealed<string>;
  readonly context: KeyContext;
  /** The parsed JSON of the request. */
  readonly body: Sealed<unknown>;
  readonly app: AppHeaders;
  /** Fires when the caller has left. */
  readonly signal: AbortSignal | null;
};
export type CompletionAnswer = RunAnswer;

/**
 * One completion from end to end (G1, G2): privacy and routing, hold, upstream with fallbacks, settlement, answer.
 * Nothing is sent before its hold is committed, and the caller sees the end only after the settlement is. What the
 * prompt says is in `Sealed` from here on and reaches neither a log, an error nor a column.
 */
export async function completeChat(request: CompletionRequest): Promise<CompletionAnswer> {
  if (request.context.kind !== "inference")
    return { kind: "refused", refusal: unknownUser, generationId: null };
  const parsed = parseInput(request.kind, request.body.open());
  if (!parsed.ok) return { kind: "refused", refusal: parsed.refusal, generationId: null };
  const { secret, context, app } = request;
  const admission = await admitRequest({ secret, context, app, input: new Sealed(parsed.input) });
  if (!admission.ok) return { kind: "refused", refusal: admission.refusal, generationId: null };
  return answer(admission.run, request.signal);
}

async function answer(run: Run, signal: AbortSignal | null): Promise<CompletionAnswer> {
  const finished = superviseRun(run, signal);
  try {
    const result = run.isStream ? await answerStream(run, finished) : await answerPlain(run);
    if (result.kind !== "stream") finished();
    return result;
  } catch (error) {
    finished();
    // Our own failure: nothing was settled, so the money must not wait for the hold to expire. When the settlement
    // itself failed half-way this finds the hold closed and changes nothing.
    await releaseHold(run.id).catch(() => undefined);
    throw error;
  }
}
