import "server-only";
import { billIsLate } from "@/lib/gateway/rules/api-error";
import { wireResponse } from "@/lib/gateway/rules/wire-response";
import { wireUsage } from "@/lib/gateway/rules/wire-usage";
import { Redacted } from "@/lib/kernel/redacted";
import { type Closed, closeCompletion } from "./close-completion";
import { type Completion, countedMax, endCompletion } from "./completion";
import type { CompletionResponse } from "./completion-response";
import { closeWithoutResponse } from "./close-without-response";
import { inspect, type PlainResponse, readWhole } from "./large-responses";
import { type Attempt, openUpstream } from "./open-upstream";
import { upstreamError } from "./upstream";
import type { UpstreamExchange } from "./upstream-exchange";

/** Responds in one piece, after the settlement. Resolves when the completion is settled. */
export async function performPlain(
  completion: Completion,
  respond: (response: CompletionResponse) => void,
): Promise<void> {
  const sentMs = performance.now();
  const opened = await openUpstream(completion, (body) => readPlain(completion, body));
  completion.upstreamMs = performance.now() - sentMs;
  if (opened.kind !== "responded") {
    const closed = closeWithoutResponse(completion, opened);
    await closed.acknowledged;
    respond({ kind: "error", apiError: closed.apiError, generationId: closed.generationId });
    return closed.settled;
  }
  const { endpoint, response } = opened;
  const closed = closeWithResponse(completion, endpoint, response);
  if (!(await closed.acknowledged)) {
    respond({ kind: "error", apiError: billIsLate, generationId: completion.wireId });
    return closed.settled;
  }
  const created = Math.floor(completion.createdAt.getTime() / 1_000);
  const head = { id: completion.wireId, created, model: endpoint.modelId, provider: endpoint.provider.name };
  const { before, after } = wireResponse(completion.input.expose().kind, head, wireUsage(closed.bill));
  const { choices } = response;
  const body =
    typeof choices === "string"
      ? before + choices + after
      : Buffer.concat([Buffer.from(before), choices, Buffer.from(after)]);
  respond({ kind: "json", generationId: completion.wireId, body });
  return closed.settled;
}

function closeWithResponse(
  completion: Completion,
  endpoint: Parameters<typeof closeCompletion>[1]["endpoint"],
  response: PlainResponse,
): Closed {
  return closeCompletion(completion, {
    endpoint,
    status: 200,
    response: {
      end: "ended",
      endedBy: "provider",
      finishReason: response.finishReason,
      reported: response.reported,
      countedCompletionTokens: response.countedCompletionTokens,
    },
    nativeFinishReason: response.nativeFinishReason,
    upstreamId: response.upstreamId,
    answer: new Redacted({ choices: response.choices, isCut: false }),
  });
}

/**
 * A body that breaks off, is not JSON, or holds no choices is useless to the caller, who is not charged for it: another
 * provider may do better. A body with an error is an error, as in a stream, whatever else it holds.
 */
async function readPlain(completion: Completion, body: UpstreamExchange): Promise<Attempt<PlainResponse>> {
  const tokensMax = countedMax(completion);
  const { kind } = completion.input.expose();
  const isEventStream = body.contentType === "text/event-stream";
  const reading = { kind, tokensMax, isEventStream };
  let bytes: Buffer;
  try {
    bytes = await body.whole();
  } catch (error) {
    return { upstreamError: upstreamError(error), produced: await inspect(body.received(), reading) };
  }
  const read = await readWhole(bytes, reading);
  if (read.is === "response") return { response: read.response };
  if (read.is === "broken") return { upstreamError: { kind: "broken" } };
  if (read.is === "error") return { upstreamError: { kind: "error" }, produced: read.produced };
  const { unparsed } = read;
  if (unparsed.hasChoices && !unparsed.isError) {
    endCompletion(completion, read.is === "lost" ? "too_large" : "too_deep");
  }
  return { upstreamError: { kind: unparsed.isError ? "error" : "broken" }, produced: unparsed };
}
