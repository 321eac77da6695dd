import "server-only";
import { isDataRefusal } from "@/lib/db/transient-errors";
import { groupCommit } from "@/lib/kernel/group-commit";
import { type Failure, ok, type Ok } from "@/lib/kernel/outcome";
import { type DatedHoldRequest, takeHoldsAtOnce } from "./internal/hold-at-once";
import { decideHolds } from "./internal/hold-flush";
import type { HoldRefusal, HoldRefusalCode } from "./rules/admit-holds";

/** Nearly every hold ends here; the others go on to a queue of their own, where they hold up nobody else's. */
const holds = groupCommit(takeHoldsAtOnce, { batchMax: 256, isItemFault: isDataRefusal });
const contested = groupCommit(decideHolds, { batchMax: 256, isItemFault: isDataRefusal });

export type HoldFailure = Failure<HoldRefusalCode> & { readonly detail: HoldRefusal };

/**
 * Sets money aside for one request before its first upstream byte (G2). Balance and key limit are decided together,
 * under lock, exactly, whatever runs at once here or in other processes. Resolves after the commit. What is granted
 * lies between `minimumNanos` and `amountNanos`; the caller sends a token limit upstream that fits it.
 * `stale_policy`: key or privacy settings changed since the caller read them; read again and ask again.
 * Rejects when the database cannot be reached; then nothing is held.
 */
export async function takeHold(
  request: DatedHoldRequest,
): Promise<Ok<{ grantedNanos: bigint }> | HoldFailure> {
  const quick = await holds.add(request);
  if (quick === "granted") return ok({ grantedNanos: request.amountNanos });
  const decision = await contested.add({ request, isRepeated: quick === "unknown" });
  if (decision.granted) return ok({ grantedNanos: decision.grantedNanos });
  return { ok: false, code: decision.refusal.code, detail: decision.refusal };
}

/** Resolves when no hold is being taken, for shutdown. */
export async function drainHolds(): Promise<void> {
  await holds.drain();
  await contested.drain();
}
