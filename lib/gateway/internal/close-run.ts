import "server-only";
import type { Endpoint } from "@/lib/catalog/rules/catalogue";
import { type SettledGeneration, settleGeneration } from "@/lib/gateway/settle-generation";
import { type Bill, billOutcome, type UpstreamOutcome } from "@/lib/gateway/rules/bill-outcome";
import { Sealed } from "@/lib/kernel/sealed";
import { encryptPromptLog } from "@/lib/privacy/encrypt-prompt-log";
import type { Run } from "./run";

/** How a run ended, for its record. */
export type RunEnd = {
  readonly endpoint: Endpoint;
  /** HTTP status of the answer. */
  readonly status: number;
  readonly outcome: Omit<UpstreamOutcome, "estimatedPromptTokens" | "imageCount">;
  readonly nativeFinishReason: string | null;
  readonly upstreamId: unknown;
  /** What the model said, for workspaces that opted in. */
  readonly completion: Sealed<string>;
};

/**
 * Bills a run and writes it down: row, roll-ups, debit and hold in one commit, which this waits for. Every run that
 * reached an upstream comes here once, whatever became of it.
 */
export async function closeRun(run: Run, end: RunEnd): Promise<Bill> {
  const { privacy } = run.context;
  const bill = billOutcome(
    { ...end.outcome, estimatedPromptTokens: run.demand.promptTokens, imageCount: run.demand.imageCount },
    end.endpoint.prices,
    { discount: privacy.logPrompts },
  );
  await settleGeneration(settled(run, end, bill));
  return bill;
}

function settled(run: Run, end: RunEnd, bill: Bill): SettledGeneration {
  const { context } = run;
  const { endpoint, outcome } = end;
  return {
    id: run.id,
    holdId: run.id,
    workspaceId: context.workspaceId,
    retention: context.privacy.retention,
    keyId: context.keyId,
    memberId: context.creatorUserId,
    appId: run.appId,
    endUser: run.endUser,
    model: endpoint.modelId,
    provider: endpoint.provider.slug,
    endpoint: endpoint.id,
    upstreamId: readableId(end.upstreamId),
    status: end.status,
    finishReason: outcome.end === "failed" ? "error" : outcome.finishReason,
    nativeFinishReason: end.nativeFinishReason,
    streamed: run.isStream,
    cancelled: run.isCancelled,
    attempts: run.attempts,
    estimated: bill.isEstimated,
    ...bill.usage,
    latencyMs: Math.round(performance.now() - run.startedMs),
    firstTokenMs: run.firstTokenMs,
    ...bill.cost,
    priceListId: endpoint.priceListId,
    ...content(run, end),
  };
}

/** Content goes along, encrypted, only of workspaces that had opted in when the request came (P2). */
function content(run: Run, end: RunEnd) {
  const { workspaceId, privacy } = run.context;
  if (!privacy.logPrompts || privacy.retention === "none") return {};
  const { messages, prompt } = run.input.open().content;
  const input = messages === undefined ? { prompt } : { messages };
  const logged = new Sealed({ input, output: { completion: end.completion.open() } });
  return { promptLog: encryptPromptLog({ workspaceId, generationId: run.id }, logged) };
}

/** An upstream's id when it looks like one: anything else could be content in disguise (P1). */
function readableId(id: unknown): string | null {
  return typeof id === "string" && /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/.test(id) ? id : null;
}
