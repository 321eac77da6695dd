import "server-only";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction, type Tx } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { deletedContentSubject } from "./store-prompt-logs";

/**
 * Removes stored content at once, of one generation or, without an id, all of the workspace: then also what is still
 * on its way to be stored, and what requests that run will have said. The metadata stays. Returns how many were removed. Admins only.
 */
export async function deletePromptLogs(
  actor: Actor,
  { generationId }: { generationId?: string } = {},
): Promise<Outcome<{ removed: number }, "not_allowed" | "not_found">> {
  if (!isAdmin(actor)) return fail("not_allowed");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const removed =
      generationId === undefined
        ? await deleteAll(tx, workspaceId)
        : await deleteOne(tx, { workspaceId, generationId });
    if (generationId !== undefined && removed === 0) return fail("not_found");
    await recordAudit(tx, {
      workspaceId,
      actorUserId: actor.userId,
      action: "prompt_logs.deleted",
      after: { removed },
      ...(generationId !== undefined && { targetId: generationId }),
    });
    return ok({ removed });
  });
}

/** Notes of content that was lost go too, and count like what was stored. */
async function deleteOne(tx: Tx, where: { workspaceId: string; generationId: string }): Promise<number> {
  const stored = await tx.promptLog.deleteMany({ where });
  const lost = await tx.lostContent.deleteMany({ where });
  return stored.count + lost.count;
}

/** Whoever stores content locks the workspace's row too, and finds the receipt when it comes after us. */
async function deleteAll(tx: Tx, workspaceId: string): Promise<number> {
  await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for update`;
  const { count } = await tx.promptLog.deleteMany({ where: { workspaceId } });
  await tx.lostContent.deleteMany({ where: { workspaceId } });
  const now = new Date();
  await tx.$executeRaw`
    insert into purge_receipts (id, workspace_id, subject, cutoff, rows, created_at)
    values (${uuidv7()}::uuid, ${workspaceId}::uuid, ${deletedContentSubject}, ${now}, ${count}, clock_timestamp())`;
  return count;
}
