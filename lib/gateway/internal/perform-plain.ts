import "server-only";
import { billIsLate } from "@/lib/gateway/rules/api-error";
import { wireAnswer } from "@/lib/gateway/rules/wire-answer";
import { wireUsage } from "@/lib/gateway/rules/wire-usage";
import { Redacted } from "@/lib/kernel/redacted";
import { type Closed, closeCompletion } from "./close-completion";
import { type Completion, countedMax, endCompletion } from "./completion";
import type { CompletionResponse } from "./completion-response";
import { closeUnanswered } from "./close-unanswered";
import { lookAt, type PlainAnswer, readWhole } from "./large-answers";
import { type Attempt, openUpstream } from "./open-upstream";
import { upstreamError } from "./upstream";
import type { UpstreamExchange } from "./upstream-exchange";

/** Answers in one piece, after the settlement. Resolves when the completion is settled. */
export async function performPlain(
  completion: Completion,
  respond: (response: CompletionResponse) => void,
): Promise<void> {
  const sentMs = performance.now();
  const opened = await openUpstream(completion, (body) => readPlain(completion, body));
  completion.upstreamMs = performance.now() - sentMs;
  if (opened.kind !== "answered") {
    const unanswered = closeUnanswered(completion, opened);
    await unanswered.acknowledged;
    respond({ kind: "refused", apiError: unanswered.apiError, generationId: unanswered.generationId });
    return unanswered.settled;
  }
  const { endpoint, answer } = opened;
  const closed = closeAnswered(completion, endpoint, answer);
  if (!(await closed.acknowledged)) {
    respond({ kind: "refused", apiError: billIsLate, generationId: completion.wireId });
    return closed.settled;
  }
  const created = Math.floor(completion.createdAt.getTime() / 1_000);
  const head = { id: completion.wireId, created, model: endpoint.modelId, provider: endpoint.provider.name };
  const { before, after } = wireAnswer(completion.input.expose().kind, head, wireUsage(closed.bill));
  const { choices } = answer;
  const body =
    typeof choices === "string"
      ? before + choices + after
      : Buffer.concat([Buffer.from(before), choices, Buffer.from(after)]);
  respond({ kind: "json", generationId: completion.wireId, body });
  return closed.settled;
}

function closeAnswered(
  completion: Completion,
  endpoint: Parameters<typeof closeCompletion>[1]["endpoint"],
  answer: PlainAnswer,
): Closed {
  return closeCompletion(completion, {
    endpoint,
    status: 200,
    answer: {
      end: "ended",
      endedBy: "provider",
      finishReason: answer.finishReason,
      reported: answer.reported,
      countedCompletionTokens: answer.countedCompletionTokens,
    },
    nativeFinishReason: answer.nativeFinishReason,
    upstreamId: answer.upstreamId,
    said: new Redacted(answer.said),
  });
}

/**
 * A body that breaks off, is not JSON or holds no choices is of no use to the caller, who is not charged for it: another
 * provider may do better. One that holds an error is an error, as in a stream, whatever stands beside it.
 */
async function readPlain(completion: Completion, body: UpstreamExchange): Promise<Attempt<PlainAnswer>> {
  const tokensMax = countedMax(completion);
  const { kind } = completion.input.expose();
  const { logPrompts: keepsText } = completion.context.privacy;
  const isEventStream = body.contentType === "text/event-stream";
  const reading = { kind, tokensMax, keepsText, isEventStream };
  let bytes: Buffer;
  try {
    bytes = await body.whole();
  } catch (error) {
    return { upstreamError: upstreamError(error), produced: await lookAt(body.received(), reading) };
  }
  const read = await readWhole(bytes, reading);
  if (read.is === "answer") return { answer: read.answer };
  if (read.is === "broken") return { upstreamError: { kind: "broken" } };
  if (read.is === "error") return { upstreamError: { kind: "error" }, produced: read.produced };
  const { unread } = read;
  if (unread.hasChoices && !unread.isError) {
    endCompletion(completion, read.is === "lost" ? "too_large" : "too_deep");
  }
  return { upstreamError: { kind: unread.isError ? "error" : "broken" }, produced: unread };
}
