import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { bumpPolicyVersion } from "@/lib/ledger/bump-policy-version";
import { forgetKeys } from "./authenticate-key";
import { auditedKey } from "./create-key";
import type { KeyName } from "./get-key";
import { keyFields, ownKeys, toKey } from "./internal/key-row";
import type { KeyChange } from "./rules/key-input";
import type { Key } from "./rules/key-view";

/**
 * Changes a key's name, limit, reset, or whether it works. Counts from the next request on: the policy version rises
 * in the same transaction. A raised limit does not reset usage.
 */
export async function updateKey(
  actor: Actor,
  name: KeyName,
  change: KeyChange,
): Promise<Outcome<Key, "not_found">> {
  const outcome = await transaction(async (tx) => {
    // The wallet's row is the lock, so that the trail's "before" is what this change found.
    await bumpPolicyVersion(tx, actor.workspaceId);
    const found = await tx.apiKey.findFirst({
      where: { ...ownKeys(actor), ...name, deletedAt: null },
      select: keyFields,
    });
    if (!found) return fail("not_found");
    const now = new Date();
    const { disabled, ...fields } = change;
    const row = await tx.apiKey.update({
      where: { id: found.id, workspaceId: actor.workspaceId },
      data: {
        ...fields,
        updatedAt: now,
        ...(disabled !== undefined && { disabledAt: disabled ? (found.disabledAt ?? now) : null }),
      },
      select: keyFields,
    });
    const key = toKey(row, now);
    await recordAudit(tx, {
      workspaceId: actor.workspaceId,
      actorUserId: actor.userId,
      action: "key.changed",
      targetId: key.id,
      before: auditedKey(toKey(found, now)),
      after: auditedKey(key),
    });
    return ok(key);
  });
  if (outcome.ok) forgetKeys();
  return outcome;
}
