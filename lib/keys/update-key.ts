import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction, type Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { clearKeyCache } from "./authenticate-key";
import { auditedKey } from "./create-key";
import type { KeyName } from "./get-key";
import { type KeyMeter, keyMeter } from "./internal/key-meters";
import { keyFields, type KeyRow, toKey } from "./internal/key-row";
import { raiseVersion } from "./internal/raise-version";
import type { KeyChange } from "./rules/key-input";
import type { Key } from "./rules/key-view";

/**
 * Changes a key's name, limit, reset or enabled state. Takes effect with the next request, because the same transaction
 * increments the key's version. Raising a limit does not reset usage.
 */
export async function updateKey(
  actor: Actor,
  name: KeyName,
  change: KeyChange,
): Promise<Outcome<Key, "not_found">> {
  const outcome = await transaction(async (tx) => {
    const found = await raiseVersion(tx, actor, name);
    if (!found) return fail("not_found");
    const now = new Date();
    const meter = await keyMeter(tx, found);
    const changed = meter && withLimit(meter, change);
    const key = toKey(await changeRow(tx, found, change, now), changed, now);
    await recordAudit(tx, {
      workspaceId: actor.workspaceId,
      actorUserId: actor.userId,
      action: "key.changed",
      targetId: key.id,
      before: auditedKey(toKey(found, meter, now)),
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

function withLimit(meter: KeyMeter, { limitNanos, limitReset }: KeyChange): KeyMeter {
  return {
    ...meter,
    ...(limitNanos !== undefined && { limitNanos }),
    ...(limitReset !== undefined && { limitReset }),
  };
}

function changeRow(tx: Tx, found: KeyRow, change: KeyChange, now: Date): Promise<KeyRow> {
  const { name, disabled, includeByokInLimit } = change;
  return tx.apiKey.update({
    where: { id: found.id, workspaceId: found.workspaceId },
    data: {
      updatedAt: now,
      ...(name !== undefined && { name }),
      ...(includeByokInLimit !== undefined && { includeByokInLimit }),
      ...(disabled !== undefined && { disabledAt: disabled ? (found.disabledAt ?? now) : null }),
    },
    select: keyFields,
  });
}
