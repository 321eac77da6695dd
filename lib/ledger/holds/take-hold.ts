import "server-only";
import type { CallerSignal } from "@/lib/kernel/caller-signal";
import type { Nanos } from "@/lib/kernel/money";
import { type Failure, ok, type Ok } from "@/lib/kernel/outcome";
import type { LimitReset } from "@/lib/ledger/rules/spend-limit";
import { cancelInBackground, drainCancellations } from "@/lib/ledger/internal/cancel-holds";
import { holdQueue } from "@/lib/ledger/internal/hold-queue";

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

export type ReachedLimit = {
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
export function takeHold(
  request: HoldRequest,
  { deadlineMs, signal }: HoldPatience,
): Promise<Ok<{ grantedNanos: Nanos }> | HoldFailure> {
  if (signal?.aborted) return Promise.resolve(unavailable);
  return new Promise((resolve, reject) => {
    const item = { request, isAbandoned: false, isUnanswered: false };
    const leave = () => {
      item.isAbandoned = true;
      forget();
      resolve(unavailable);
    };
    const timer = setTimeout(leave, deadlineMs);
    signal?.addEventListener("abort", leave, { once: true });
    const forget = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", leave);
    };
    holdQueue.add(item).then(
      (decision) => {
        forget();
        if (item.isAbandoned) {
          if (decision.granted === true) cancelInBackground(request);
          return;
        }
        if (decision.granted === true) resolve(ok({ grantedNanos: decision.grantedNanos }));
        else if (decision.granted === null) resolve(unavailable);
        else resolve({ ok: false, code: decision.refusal.code, detail: decision.refusal });
      },
      (error: unknown) => {
        forget();
        if (item.isUnanswered) cancelInBackground(request);
        // Nobody waits for an abandoned item any more; anything else is a fault of the request itself.
        if (!item.isAbandoned) reject(error instanceof Error ? error : new Error("hold failed"));
      },
    );
  });
}

/** Resolves when no hold is being taken and none is being given back, for shutdown. */
export async function drainHolds(): Promise<void> {
  await holdQueue.drain();
  await drainCancellations();
}
