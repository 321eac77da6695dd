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
  /** Every meter that counts the request, including the key's own. */
  readonly meterIds: readonly string[];
  /** The amount that the request asks to hold. Zero for free models. */
  readonly amountNanos: Nanos;
  /** The smallest amount that it can run with; equal to `amountNanos` when it cannot be shortened. */
  readonly minimumNanos: Nanos;
  /** The most by which its bill may exceed the hold. */
  readonly excessNanos: Nanos;
  /** The versions of the key and of the workspace's privacy settings under which the request was decided. */
  readonly keyVersion: bigint;
  readonly privacyVersion: bigint;
};

/** Why a hold was rejected, with the figures that are reported to the caller. */
export type HoldRejection = {
  readonly code: "insufficient_credits" | "limit_reached" | "key_unusable" | "stale_policy";
  /**
   * How much a request like this one could hold at that moment: of its limit when a limit was the reason, otherwise of the
   * workspace's credits. May be below zero.
   */
  readonly availableNanos: Nanos;
  /** The limit with the least room, when a limit was the reason. */
  readonly limit: ReachedLimit | null;
};

type ReachedLimit = {
  readonly kind: "key" | "member" | "workspace";
  readonly limitNanos: Nanos;
  /** Usage in the limit's running window, without what running requests hold. */
  readonly usedNanos: Nanos;
  /** What running requests hold of it. */
  readonly heldNanos: Nanos;
  readonly limitReset: LimitReset | null;
  /** When the limit resets; null for a limit that never resets. */
  readonly resetAt: Date | null;
};

export type HoldFailure = Failure<HoldRejection["code"] | "unavailable"> & {
  readonly detail: HoldRejection | null;
};

/** How long a caller waits for its hold. */
export type HoldPatience = {
  /** Milliseconds from now. */
  readonly deadlineMs: number;
  /** Aborted when the caller disconnects. */
  readonly signal?: CallerSignal | null;
};

const unavailable: HoldFailure = { ok: false, code: "unavailable", detail: null };

/**
 * Sets money aside for one request before its first upstream byte. The balance and every limit are decided together and
 * exactly, under lock, no matter what runs concurrently in this or other processes. Resolves after the commit. The
 * granted amount is between `minimumNanos` and `amountNanos`; the caller sends a matching token limit upstream.
 * `stale_policy`: the key, meters or privacy settings have changed since the caller read them; read them again and
 * retry. `unavailable`: not decided before the deadline, the caller disconnected while waiting, or the database does
 * not respond. A hold that is committed after that is given back automatically.
 */
export async function takeHold(
  request: HoldRequest,
  { deadlineMs, signal }: HoldPatience,
): Promise<Ok<{ grantedNanos: Nanos }> | HoldFailure> {
  if (signal?.aborted) return unavailable;
  const item: QueuedHold = { request, isAbandoned: false, isOutcomeUnknown: false };
  const decided = holdQueue.add(item);
  // A hold that a broken connection may have committed will not be used.
  decided.catch(() => item.isOutcomeUnknown && cancelInBackground(request));
  const decision = await within(decided, deadlineMs, signal);
  if (decision === late) {
    item.isAbandoned = true;
    decided.then(
      ({ granted }) => granted === true && cancelInBackground(request),
      // No caller waits for this hold any more.
      () => undefined,
    );
    return unavailable;
  }
  if (decision.granted === true) return ok({ grantedNanos: decision.grantedNanos });
  if (decision.granted === null) return unavailable;
  return { ok: false, code: decision.rejection.code, detail: decision.rejection };
}

/** Resolves when no hold is being taken and none is being given back. Used at shutdown. */
export async function drainHolds(): Promise<void> {
  await holdQueue.drain();
  await drainCancellations();
}
