import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { clearKeyCache } from "./authenticate-key";
import { auditedKey } from "./create-key";
import type { KeyName } from "./get-key";
import { keyMeter } from "./internal/key-meters";
import { toKey } from "./internal/key-row";
import { lockForDeletion } from "./internal/lock-for-secrets";
import { logKeyChange } from "./internal/log-key-change";
import { endSecrets } from "./internal/replace-secret";
import type { KeyOrigin } from "./rules/key-mail";

/**
 * Deletes a key permanently. Its secrets end. All rows stay: the key's, so that history keeps the name, and those of its
 * secrets, so that requests with them count as rejections of the key.
 */
export async function deleteKey(
  actor: Actor,
  name: KeyName,
  from: KeyOrigin = { channel: "command line" },
): Promise<Outcome<{ id: string; name: string }, "not_found">> {
  const outcome = await transaction(async (tx) => {
    const found = await lockForDeletion(tx, actor, name);
    if (!found) return fail("not_found");
    const now = new Date();
    await endSecrets(tx, found);
    await tx.apiKey.update({
      where: { id: found.id, workspaceId: actor.workspaceId },
      data: { deletedAt: now, updatedAt: now, version: { increment: 1n } },
    });
    const key = toKey(found, await keyMeter(tx, found), now);
    await recordAudit(tx, {
      workspaceId: actor.workspaceId,
      actorUserId: actor.userId,
      action: "key.deleted",
      targetId: found.id,
      before: auditedKey(key),
    });
    await logKeyChange(tx, "key_deleted", { actor, key, from });
    return ok({ id: found.id, name: found.name });
  });
  if (outcome.ok) clearKeyCache();
  return outcome;
}
