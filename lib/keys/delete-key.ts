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

/** Ends a key for good. Its secrets go; its row stays, so that history keeps the name (V9). */
export async function deleteKey(actor: Actor, name: KeyName): Promise<Outcome<{ id: string }, "not_found">> {
  const outcome = await transaction(async (tx) => {
    await bumpPolicyVersion(tx, actor.workspaceId);
    const found = await tx.apiKey.findFirst({
      where: { ...ownKeys(actor), ...name, deletedAt: null },
      select: keyFields,
    });
    if (!found) return fail("not_found");
    const now = new Date();
    await tx.keySecret.deleteMany({ where: { keyId: found.id } });
    await tx.apiKey.update({
      where: { id: found.id, workspaceId: actor.workspaceId },
      data: { deletedAt: now, updatedAt: now },
    });
    await recordAudit(tx, {
      workspaceId: actor.workspaceId,
      actorUserId: actor.userId,
      action: "key.deleted",
      targetId: found.id,
      before: auditedKey(toKey(found, now)),
    });
    return ok({ id: found.id });
  });
  if (outcome.ok) forgetKeys();
  return outcome;
}
