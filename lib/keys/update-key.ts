import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction, type Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { fail, type Failure, ok, type Outcome } from "@/lib/kernel/outcome";
import { clearKeyCache } from "./authenticate-key";
import { auditedKey } from "./create-key";
import type { KeyName } from "./get-key";
import { type KeyMeter, keyMeter } from "./internal/key-meters";
import { guardrailColumns, keyFields, type KeyRow, toKey } from "./internal/key-row";
import { adminColumn, refusedGuardrails } from "./internal/refused-guardrails";
import { lockKey } from "./internal/raise-version";
import type { KeyChange } from "./rules/key-input";
import type { Key } from "./rules/key-view";

/**
 * Changes a key's name, limit, reset, enabled state or guardrails. Takes effect with the next request, because the same
 * transaction increments the key's version. Raising a limit does not reset usage. A change that is computed from the key
 * may be null, when the key is not as its user saw it.
 */
export async function updateKey(
  actor: Actor,
  name: KeyName,
  wanted: KeyChange | ((before: Key) => KeyChange | null),
): Promise<Outcome<Key, "not_found" | "changed_meanwhile" | "guardrail_refused">> {
  const outcome = await transaction(async (tx) => {
    const found = await lockKey(tx, actor, name);
    if (!found) return fail("not_found");
    const now = new Date();
    const meter = await keyMeter(tx, found);
    const before = toKey(found, meter, now);
    const change = typeof wanted === "function" ? wanted(before) : wanted;
    if (!change) return changedMeanwhile();
    const guardrails = change.guardrails && { ...before.guardrails, ...change.guardrails };
    const refused = guardrails && refusedGuardrails(actor, before, guardrails);
    if (refused) return refused;
    const guarded = guardrails && {
      ...guardrailColumns(guardrails),
      ...adminColumn(actor, before, guardrails),
    };
    const changed = meter && withLimit(meter, change);
    const key = toKey(await changeRow(tx, found, { ...change, guarded }, now), changed, now);
    await recordAudit(tx, {
      workspaceId: actor.workspaceId,
      actorUserId: actor.userId,
      action: "key.changed",
      targetId: key.id,
      before: auditedKey(before),
      after: auditedKey(key),
    });
    // Last, because holds wait for a locked meter, and other requests for those holds: it is locked only for the
    // commit.
    if (change.limitNanos !== undefined || change.limitReset !== undefined) {
      const { limitNanos, limitReset } = key;
      await tx.meter.update({
        where: { id: key.id, workspaceId: actor.workspaceId },
        data: { limitNanos, limitReset },
        select: { id: true },
      });
    }
    return ok(key);
  });
  if (outcome.ok) clearKeyCache();
  return outcome;
}

function changedMeanwhile(): Failure<"changed_meanwhile"> {
  return fail("changed_meanwhile", {
    message:
      "Nothing was saved: this key was changed meanwhile, perhaps in another tab. Reload the page and choose again.",
  });
}

function withLimit(meter: KeyMeter, { limitNanos, limitReset }: KeyChange): KeyMeter {
  return {
    ...meter,
    ...(limitNanos !== undefined && { limitNanos }),
    ...(limitReset !== undefined && { limitReset }),
  };
}

type RowChange = KeyChange & {
  readonly guarded: (ReturnType<typeof guardrailColumns> & ReturnType<typeof adminColumn>) | undefined;
};

function changeRow(tx: Tx, found: KeyRow, change: RowChange, now: Date): Promise<KeyRow> {
  const { name, disabled, includeByokInLimit, guarded } = change;
  return tx.apiKey.update({
    where: { id: found.id, workspaceId: found.workspaceId },
    data: {
      updatedAt: now,
      version: { increment: 1n },
      ...(name !== undefined && { name }),
      ...(includeByokInLimit !== undefined && { includeByokInLimit }),
      ...guarded,
      ...(disabled !== undefined && { disabledAt: disabled ? (found.disabledAt ?? now) : null }),
    },
    select: keyFields,
  });
}
