import "server-only";
import { isTooDeep } from "@/lib/gateway/rules/json-outline";
import { billIsLate } from "@/lib/gateway/rules/refusal";
import { readUnread } from "@/lib/gateway/rules/unread-answer";
import { property, readUsage } from "@/lib/gateway/rules/upstream-usage";
import { isError, type ReadChoices, readChoices, wireAnswer } from "@/lib/gateway/rules/wire-answer";
import { wireUsage } from "@/lib/gateway/rules/wire-usage";
import { Sealed } from "@/lib/kernel/sealed";
import { type Closed, closeCompletion } from "./close-completion";
import { type Completion, countedMax, endCompletion } from "./completion";
import type { CompletionResponse } from "./completion-response";
import { closeUnanswered } from "./close-unanswered";
import { type Attempt, openUpstream } from "./open-upstream";
import { upstreamError } from "./upstream";
import type { UpstreamExchange } from "./upstream-exchange";

type PlainAnswer = { readonly body: unknown; readonly read: ReadChoices };

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
    respond({ kind: "refused", refusal: unanswered.refusal, generationId: unanswered.generationId });
    return unanswered.settled;
  }
  const { endpoint, answer } = opened;
  const closed = closeAnswered(completion, endpoint, answer);
  if (!(await closed.acknowledged)) {
    respond({ kind: "refused", refusal: billIsLate, generationId: completion.wireId });
    return closed.settled;
  }
  const created = Math.floor(completion.createdAt.getTime() / 1_000);
  const head = { id: completion.wireId, created, model: endpoint.modelId, provider: endpoint.provider.name };
  const { kind } = completion.input.open();
  const body = wireAnswer(kind, head, answer.read.choices, wireUsage(closed.bill));
  respond({ kind: "json", generationId: completion.wireId, body });
  return closed.settled;
}

function closeAnswered(
  completion: Completion,
  endpoint: Parameters<typeof closeCompletion>[1]["endpoint"],
  { body, read }: PlainAnswer,
): Closed {
  return closeCompletion(completion, {
    endpoint,
    status: 200,
    answer: {
      end: "ended",
      endedBy: "provider",
      finishReason: read.finishReason,
      reported: readUsage(property(body, "usage")),
      countedCompletionTokens: read.estimatedTokens,
    },
    nativeFinishReason: read.nativeFinishReason,
    upstreamId: property(body, "id"),
    said: new Sealed(saidBy(completion, read.choices)),
  });
}

/**
 * A body that breaks off, is not JSON or holds no choices is of no use to the caller, who is not charged for it: another
 * provider may do better. One that holds an error is an error, as in a stream, whatever stands beside it.
 */
async function readPlain(completion: Completion, body: UpstreamExchange): Promise<Attempt<PlainAnswer>> {
  let text: string;
  try {
    text = await body.text();
  } catch (error) {
    return { fault: upstreamError(error), produced: readUnread(body.received(), countedMax(completion)) };
  }
  if (isTooDeep(text)) {
    const produced = readUnread(text, countedMax(completion));
    if (produced.hasChoices && !produced.isError) endCompletion(completion, "too_deep");
    return { fault: { kind: produced.isError ? "error" : "broken" }, produced };
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { fault: { kind: "broken" } };
  }
  const read = readChoices(completion.input.open().kind, parsed);
  if (isError(parsed)) {
    const countedCompletionTokens = read?.estimatedTokens ?? 0;
    const produced = { reported: readUsage(property(parsed, "usage")), countedCompletionTokens };
    return { fault: { kind: "error" }, produced };
  }
  return read ? { answer: { body: parsed, read } } : { fault: { kind: "broken" } };
}

function saidBy(completion: Completion, choices: readonly object[]): string {
  return completion.context.privacy.logPrompts
    ? JSON.stringify(choices.map((choice) => property(choice, "message") ?? property(choice, "text")))
    : "";
}
