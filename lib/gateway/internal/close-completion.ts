import "server-only";
import { writeFailedAttempts } from "@/lib/activity/rules/failed-attempts";
import type { Endpoint } from "@/lib/catalog/rules/catalog";
import { errorFacts, log } from "@/lib/config/log";
import { settleGeneration, type SettledGeneration } from "@/lib/gateway/settle-generation";
import { type Bill, billOutcome, type UpstreamOutcome } from "@/lib/gateway/rules/bill-outcome";
import type { Answer } from "@/lib/gateway/rules/kept-answer";
import { Redacted } from "@/lib/kernel/redacted";
import { late, within } from "@/lib/kernel/within";
import { keepContent } from "@/lib/privacy/keep-content";
import { sampleCategory } from "./categorize";
import { type Completion, countUnaccounted } from "./completion";
import { producedAnything } from "./open-upstream";
import { countPhases } from "./phase-times";

/** How the provider's response ended, as far as its reader knows. */
export type ResponseEnd = Pick<
  UpstreamOutcome,
  "end" | "endedBy" | "finishReason" | "reported" | "countedCompletionTokens"
>;

/** How a completion ended, for its bill and its record. */
export type CompletionEnd = {
  readonly endpoint: Endpoint;
  /** HTTP status of the response. */
  readonly status: number;
  readonly response: ResponseEnd;
  readonly nativeFinishReason: string | null;
  readonly upstreamId: unknown;
  /** What the model produced, for workspaces that opted in to logging. */
  readonly answer: Redacted<Answer>;
};

/**
 * How long the end of a response waits for its debit to be committed. After that the caller is told that the bill is
 * late.
 */
export const acknowledgeMsMax = 15_000;

export type Closed = {
  readonly bill: Bill;
  /** True when the debit is committed. False when the caller has waited long enough: the debit comes later then. */
  readonly acknowledged: Promise<boolean>;
  /** Resolves when the debit is committed. */
  readonly settled: Promise<void>;
};

/**
 * Bills a completion and hands it to settlement: debit, row, roll-ups, and the end of its hold. Every request that was
 * sent upstream comes here once, whatever became of it. Content is stored after the money, through its own queue.
 */
export function closeCompletion(completion: Completion, end: CompletionEnd): Closed {
  const { context, tokenEstimate, grantedNanos, sent } = completion;
  completion.isClosed = true;
  const { response } = end;
  const bill = billOutcome(
    {
      end: response.end,
      endedBy: response.endedBy,
      finishReason: response.finishReason,
      reported: response.reported,
      countedCompletionTokens: response.countedCompletionTokens,
      prompt: tokenEstimate.prompt,
      endpoint: end.endpoint,
      completionTokensMax: sent?.tokensMax ?? 0,
      heldNanos: grantedNanos,
    },
    end.endpoint.prices,
    { discount: context.privacy.logPrompts },
  );
  const isUncounted = !end.endpoint.isFree && reportsZeroForContent(response);
  if (isUncounted || failedAfterContent(response)) countUnaccounted(completion);
  if (isUncounted) logReport("usage_zero", completion, end.endpoint);
  if (bill.isCapped) logReport("usage_capped", completion, end.endpoint);
  const startedMs = performance.now();
  const settled = settleGeneration(settledGeneration(completion, end, bill)).then(() => {
    countPhases(completion, { settleMs: performance.now() - startedMs });
    storeContent(completion, end);
    if (end.status === 200 && response.end === "ended") sampleCategory(completion, end.endpoint.modelId);
  });
  return { bill, settled, acknowledged: settledWithin(settled, acknowledgeMsMax) };
}

function settledGeneration(completion: Completion, end: CompletionEnd, bill: Bill): SettledGeneration {
  const { context } = completion;
  const { tags } = completion.input.expose();
  const { endpoint, response } = end;
  const { usage, cost } = bill;
  // Field by field: spreads among this many fields take several times as long.
  return {
    id: completion.id,
    holdId: completion.id,
    workspaceId: context.workspaceId,
    retention: context.privacy.retention,
    keyId: context.keyId,
    memberId: context.creatorUserId,
    appId: completion.appId,
    endUser: tags.endUser ?? null,
    model: endpoint.modelId,
    provider: endpoint.provider.slug,
    endpoint: endpoint.id,
    upstreamId: readableId(end.upstreamId),
    status: end.status,
    finishReason: response.end === "failed" ? "error" : response.finishReason,
    nativeFinishReason: end.nativeFinishReason,
    streamed: completion.isStream,
    cancelled: completion.isCancelled,
    attempts: completion.attempts,
    // If all attempts failed, the row itself describes the last one.
    failedAttempts: writeFailedAttempts(
      completion.failedAttempts.slice(0, Math.max(0, completion.attempts - 1)),
    ),
    estimated: bill.isEstimated,
    usageCapped: bill.isCapped,
    promptTokens: usage.promptTokens,
    completionTokens: usage.completionTokens,
    reasoningTokens: usage.reasoningTokens,
    cachedTokens: usage.cachedTokens,
    imageCount: usage.imageCount,
    latencyMs: Math.round(performance.now() - completion.startedMs),
    firstTokenMs: completion.firstTokenMs,
    costNanos: cost.costNanos,
    promptNanos: cost.promptNanos,
    cachedNanos: cost.cachedNanos,
    completionNanos: cost.completionNanos,
    reasoningNanos: cost.reasoningNanos,
    requestNanos: cost.requestNanos,
    imageNanos: cost.imageNanos,
    discountNanos: cost.discountNanos,
    priceListId: endpoint.priceListId,
    transferId: null,
    sessionId: tags.sessionId ?? null,
    lostResponses: completion.lostResponses,
    isContentExpected: isContentKept(completion),
  };
}

/** Content is kept only for workspaces that had opted in when the request arrived, and never when no row is kept. */
function isContentKept({ context: { privacy } }: Completion): boolean {
  return privacy.logPrompts && privacy.retention !== "none";
}

function storeContent(completion: Completion, end: CompletionEnd): void {
  if (!isContentKept(completion)) return;
  const { workspaceId } = completion.context;
  const { content: forwarded, used } = completion.input.expose();
  const { choices, isCut } = end.answer.expose();
  const content = new Redacted<unknown>({
    input: { ...used, ...forwarded },
    output: {
      choices: choices instanceof Uint8Array ? Buffer.from(choices).toString("utf8") : choices,
      ...(isCut && { isCut }),
    },
  });
  keepContent({ workspaceId, generationId: completion.id }, content, completion.receivedMs);
}

/** True when something was produced that no one is charged for, because the provider called it an error in the end. */
function failedAfterContent(response: ResponseEnd): boolean {
  const isError =
    response.endedBy === "provider" && (response.end === "failed" || response.finishReason === "error");
  return isError && producedAnything(response);
}

/** True when the response had content for which the provider reports no tokens. None are charged then: zero is zero. */
function reportsZeroForContent({ reported, countedCompletionTokens }: ResponseEnd): boolean {
  return countedCompletionTokens > 0 && reported?.completionTokens === 0;
}

/** The operator should know about a provider that reports more than was possible, or zero for content. */
function logReport(
  event: "usage_capped" | "usage_zero",
  { wireId }: Completion,
  { provider, modelId }: Endpoint,
): void {
  log().warn({ event, generationId: wireId, provider: provider.slug, model: modelId });
}

/** True when the promise was fulfilled in time. */
export async function settledWithin(settled: Promise<void>, waitMs: number): Promise<boolean> {
  try {
    return (await within(settled, waitMs)) !== late;
  } catch (error) {
    log().error({ event: "settlement_failed", ...errorFacts(error) });
    return false;
  }
}

/** The upstream's id if it looks like one. Anything else could be content in disguise. */
function readableId(id: unknown): string | null {
  return typeof id === "string" && /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/.test(id) ? id : null;
}
