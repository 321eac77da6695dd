import "server-only";
import { uuidv7 } from "uuidv7";
import type { FailedAttempt } from "@/lib/activity/rules/failed-attempts";
import { formatGenerationId } from "@/lib/activity/rules/generation-id";
import type { Endpoint } from "@/lib/catalog/rules/catalog";
import type { ChatInput } from "@/lib/gateway/rules/chat-input";
import { countedTokens } from "@/lib/gateway/rules/endpoint-tokens";
import { type TokenEstimate, worstNanos } from "@/lib/gateway/rules/hold-amount";
import type { EndReason } from "@/lib/gateway/rules/api-error";
import type { Nanos } from "@/lib/kernel/money";
import type { Redacted } from "@/lib/kernel/redacted";
import type { LostResponse } from "@/lib/ledger/settlements/lost-responses";
import type { KeyContext } from "@/lib/keys/authenticate-key";
import { idTimeMs } from "@/lib/kernel/lowest-id";

/** Says once that something is to stop: what an AbortController does, at a fraction of its cost for each request. */
export class StopSignal {
  #isStopped = false;
  #listeners: (() => void)[] = [];

  /** Calls the listener when it is to stop; at once if it is. */
  whenStopped(listener: () => void): void {
    if (this.#isStopped) listener();
    else this.#listeners.push(listener);
  }

  stop(): void {
    this.#isStopped = true;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }
}

/** One admitted completion on its way: what was decided, and what has happened so far. */
export type Completion = {
  /** Also the id of the hold. */
  readonly id: string;
  readonly wireId: string;
  readonly createdAt: Date;
  readonly context: KeyContext;
  readonly input: Redacted<ChatInput>;
  readonly tokenEstimate: TokenEstimate;
  readonly endUser: string | null;
  readonly appId: string | null;
  readonly isStream: boolean;
  /** Best first; at least one. */
  readonly endpoints: readonly Endpoint[];
  readonly grantedNanos: Nanos;
  /** When the request came, on the clock of `performance.now()`. */
  readonly receivedMs: number;
  /** When the hold was there; latencies are counted from here on. */
  readonly startedMs: number;
  /** Milliseconds that taking the hold took. */
  readonly holdMs: number;
  /** Ends the exchange with the upstream. Used through `endCompletion` alone, which says why. */
  readonly stop: StopSignal;
  /** What is at an upstream: the endpoint, and the token limit that was sent. Null before, and after it failed. */
  sent: { readonly endpoint: Endpoint; readonly tokensMax: number } | null;
  attempts: number;
  /** Those of the attempts that failed, in their order. */
  readonly failedAttempts: FailedAttempt[];
  /** Answers that were asked for and could not be used: nobody is charged for them, and they count as unaccounted. */
  readonly lostAnswers: LostResponse[];
  /** Milliseconds from sending to the end of the answer. */
  upstreamMs: number;
  firstTokenMs: number | null;
  /** The caller left before the end of the answer. */
  isCancelled: boolean;
  endReason: EndReason | null;
  /** Its bill was handed to the settlements. */
  isClosed: boolean;
};

export function newGenerationId(): { id: string; wireId: string; createdAt: Date } {
  const id = uuidv7();
  return { id, wireId: formatGenerationId(id), createdAt: new Date(idTimeMs(id)) };
}

/**
 * Nobody knows what a provider charges for an answer that nobody is charged for here: the operator is told its most. Where
 * the prompt is billed, that is the answer alone.
 */
export function countLostAnswer(
  { sent, ...completion }: Completion,
  { isPromptBilled = false }: { readonly isPromptBilled?: boolean } = {},
): void {
  if (!sent) return;
  const { endpoint, tokensMax } = sent;
  const billedNanos = isPromptBilled ? worstNanos(endpoint, completion.tokenEstimate, 0) : 0n;
  completion.lostAnswers.push({
    holdId: completion.id,
    workspaceId: completion.context.workspaceId,
    keyId: completion.context.keyId,
    attempt: completion.attempts,
    worstNanos: worstNanos(endpoint, completion.tokenEstimate, tokensMax) - billedNanos,
  });
}

/** Tokens by our own count, beyond which nothing is billed. */
export function countedMax({ sent }: Pick<Completion, "sent">): number {
  return sent ? countedTokens(sent.endpoint, sent.tokensMax) : Number.POSITIVE_INFINITY;
}

/** Stops the upstream. What it produced until now is billed. The first reason stands. */
export function endCompletion(completion: Completion, reason: EndReason): void {
  if (completion.endReason !== null) return;
  completion.endReason = reason;
  completion.stop.stop();
}

/**
 * The caller has gone. The completion goes on, because the provider bills its answer whoever reads it; only a provider
 * that stops billing when it is cancelled is cancelled.
 */
export function clientDisconnected(completion: Completion): void {
  completion.isCancelled = true;
  if (completion.sent?.endpoint.provider.stopsBillingOnCancel) endCompletion(completion, "caller_left");
}

/**
 * The caller sends nothing more and may be waiting for its answer, or have closed its connection. As long as nothing was
 * sent for it, it counts as gone; so it does at a provider where waiting for certainty would cost what can be saved.
 */
export function clientEndedItsSide(completion: Completion): void {
  const { sent } = completion;
  if (!sent || sent.endpoint.provider.stopsBillingOnCancel) clientDisconnected(completion);
}
