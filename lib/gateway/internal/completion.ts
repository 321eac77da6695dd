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

/** A one-time stop signal. It does what an AbortController does, at a fraction of the cost per request. */
export class StopSignal {
  #isStopped = false;
  #listeners: (() => void)[] = [];

  /** Calls the listener when stopped, or immediately if already stopped. */
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

/** An admitted completion until it is settled: what was decided, and what has happened so far. */
export type Completion = {
  /** Also the id of its hold. */
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
  /** When the request arrived, on the clock of `performance.now()`. */
  readonly receivedMs: number;
  /** When the hold was taken. Latencies are measured from here. */
  readonly startedMs: number;
  /** How long it took to take the hold, in milliseconds. */
  readonly holdMs: number;
  /** Ends the exchange with the upstream. Stopped by `endCompletion`, which records the reason. */
  readonly stop: StopSignal;
  /**
   * The request that an upstream has: the endpoint and the token limit that was sent. Null before it is sent and after
   * it failed.
   */
  sent: { readonly endpoint: Endpoint; readonly tokensMax: number } | null;
  attempts: number;
  /** The failed attempts, in order. */
  readonly failedAttempts: FailedAttempt[];
  /** Responses that were requested and could not be used. No one is charged for them, and they count as unaccounted. */
  readonly lostResponses: LostResponse[];
  /** Milliseconds from sending to the end of the response. */
  upstreamMs: number;
  firstTokenMs: number | null;
  /** The caller left before the end of the response. */
  isCancelled: boolean;
  endReason: EndReason | null;
  /** Its bill was handed to settlement. */
  isClosed: boolean;
};

export function newGenerationId(): { id: string; wireId: string; createdAt: Date } {
  const id = uuidv7();
  return { id, wireId: formatGenerationId(id), createdAt: new Date(idTimeMs(id)) };
}

/**
 * Counts the current response as unaccounted. We cannot know what a provider charges for a response that no customer is
 * billed for, so the operator is shown the most it can be. If the prompt is billed, only the response is counted.
 */
export function countUnaccounted(
  { sent, ...completion }: Completion,
  { isPromptBilled = false }: { readonly isPromptBilled?: boolean } = {},
): void {
  if (!sent) return;
  const { endpoint, tokensMax } = sent;
  const billedNanos = isPromptBilled ? worstNanos(endpoint, completion.tokenEstimate, 0) : 0n;
  completion.lostResponses.push({
    holdId: completion.id,
    workspaceId: completion.context.workspaceId,
    keyId: completion.context.keyId,
    attempt: completion.attempts,
    worstNanos: worstNanos(endpoint, completion.tokenEstimate, tokensMax) - billedNanos,
  });
}

/** The number of tokens, by our own count, beyond which nothing is billed. */
export function countedMax({ sent }: Pick<Completion, "sent">): number {
  return sent ? countedTokens(sent.endpoint, sent.tokensMax) : Number.POSITIVE_INFINITY;
}

/** Ends the exchange with the upstream. What it produced until now is billed. The first reason is kept. */
export function endCompletion(completion: Completion, reason: EndReason): void {
  if (completion.endReason !== null) return;
  completion.endReason = reason;
  completion.stop.stop();
}

/**
 * The caller has left. The completion continues, because the provider bills its response whether or not anyone reads it. Only a
 * provider that stops billing when it is canceled is canceled.
 */
export function clientDisconnected(completion: Completion): void {
  completion.isCancelled = true;
  if (completion.sent?.endpoint.provider.stopsBillingOnCancel) endCompletion(completion, "caller_left");
}

/**
 * The caller has ended its side of the connection. It may be waiting for the response, or it may have closed the
 * connection. Before anything is sent, it counts as gone. The same holds at a provider that stops billing on cancel,
 * where waiting for certainty would cost what canceling can save.
 */
export function clientHalfClosed(completion: Completion): void {
  const { sent } = completion;
  if (!sent || sent.endpoint.provider.stopsBillingOnCancel) clientDisconnected(completion);
}
