import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";

/**
 * Removes stored content at once, of one generation or, without an id, all of the workspace (P3). The metadata stays.
 * Returns how many were removed. Admins only.
 */
export async function deletePromptLogs(
  actor: Actor,
  { generationId }: { generationId?: string } = {},
): Promise<Outcome<{ removed: number }, "not_allowed" | "not_found">> {
  if (!isAdmin(actor)) return fail("not_allowed");
  return transaction(async (tx) => {
    const removed = await tx.promptLog.deleteMany({
      where: { workspaceId: actor.workspaceId, ...(generationId !== undefined && { generationId }) },
    });
    if (generationId !== undefined && removed.count === 0) return fail("not_found");
    await recordAudit(tx, {
      workspaceId: actor.workspaceId,
      actorUserId: actor.userId,
      action: "prompt_logs.deleted",
      after: { removed: removed.count },
      ...(generationId !== undefined && { targetId: generationId }),
    });
    return ok({ removed: removed.count });
  });
}
