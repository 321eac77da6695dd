import "server-only";
import type { CallerSignal } from "@/lib/kernel/caller-signal";
import type { Nanos } from "@/lib/kernel/money";
import { type Failure, ok, type Ok } from "@/lib/kernel/outcome";
import { late, within } from "@/lib/kernel/within";
import type { LimitReset } from "@/lib/ledger/rules/spend-limit";
import { cancelInBackground, drainCancellations } from "@/lib/ledger/internal/cancel-holds";
import { holdQueue, type QueuedHold } from "@/lib/ledger/internal/hold-queue";

export type HoldRequest = {
  /** The generation's id. */
  readonly holdId: string;
  readonly workspaceId: string;
  readonly keyId: string;
  /** Every meter that counts the request, the key's own among them. */
  readonly meterIds: readonly string[];
  /** What the request would like to hold. Zero for free models. */
  readonly amountNanos: Nanos;
  /** The least it can run with; equal to the amount when it cannot run shorter. */
  readonly minimumNanos: Nanos;
  /** The most that its bill may pass the hold. */
  readonly excessNanos: Nanos;
  /** Versions of the key and of the workspace's privacy settings that the request was decided under. */
  readonly keyVersion: bigint;
  readonly privacyVersion: bigint;
};

/** Why a hold was refused, with the figures that the caller is told. */
export type HoldRefusal = {
  readonly code: "insufficient_credits" | "limit_reached" | "key_unusable" | "stale_policy";
  /** What a request like this one could hold of the workspace's credits at that moment. May be below zero. */
  readonly availableNanos: Nanos;
  /** The limit with the least room, when that is what stood in the way. */
  readonly limit: ReachedLimit | null;
};

type ReachedLimit = {
  readonly kind: "key" | "member" | "workspace";
  readonly limitNanos: Nanos;
  /** Used in the limit's running window; what requests hold comes on top. */
  readonly usedNanos: Nanos;
  readonly limitReset: LimitReset | null;
  /** When the limit is whole again; null for one that never resets. */
  readonly resetAt: Date | null;
};

export type HoldFailure = Failure<HoldRefusal["code"] | "unavailable"> & {
  readonly detail: HoldRefusal | null;
};

/** How long a caller waits for its hold. */
export type HoldPatience = {
  /** Milliseconds from now. */
  readonly deadlineMs: number;
  /** Aborted when the caller leaves. */
  readonly signal?: CallerSignal | null;
};

const unavailable: HoldFailure = { ok: false, code: "unavailable", detail: null };

/**
 * Sets money aside for one request before its first upstream byte. The balance and every limit are decided together,
 * under lock, exactly, whatever runs at once here or in other processes. Resolves after the commit. What is granted
 * lies between `minimumNanos` and `amountNanos`; the caller sends a token limit upstream that fits it.
 * `stale_policy`: key, meters or privacy settings changed since the caller read them; read again and ask again.
 * `unavailable`: not decided before the deadline, the caller left while waiting, or the database does not answer. A
 * hold that is committed after that is given back by itself.
 */
export async function takeHold(
  request: HoldRequest,
  { deadlineMs, signal }: HoldPatience,
): Promise<Ok<{ grantedNanos: Nanos }> | HoldFailure> {
  if (signal?.aborted) return unavailable;
  const item: QueuedHold = { request, isAbandoned: false, isUnanswered: false };
  const decided = holdQueue.add(item);
  // Nobody will use what a broken connection may have committed.
  decided.catch(() => item.isUnanswered && cancelInBackground(request));
  const decision = await within(decided, deadlineMs, signal);
  if (decision === late) {
    item.isAbandoned = true;
    decided.then(
      ({ granted }) => granted === true && cancelInBackground(request),
      // Nobody waits for it any more.
      () => undefined,
    );
    return unavailable;
  }
  if (decision.granted === true) return ok({ grantedNanos: decision.grantedNanos });
  if (decision.granted === null) return unavailable;
  return { ok: false, code: decision.refusal.code, detail: decision.refusal };
}

/** Resolves when no hold is being taken and none is being given back, for shutdown. */
export async function drainHolds(): Promise<void> {
  await holdQueue.drain();
  await drainCancellations();
}
