import "server-only";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "@/lib/audit/record-audit";
import { errorFacts, log } from "@/lib/config/log";
import { transaction, type Tx } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { eraseContent } from "./erase-content";
import { countContent } from "./internal/count-content";
import { contentKeptAfter } from "./internal/kept-content";
import type { BoundedCount } from "./rules/bounded-count";
import { deletedContentSubject } from "./store-prompt-logs";

/** How many contents were removed; `more` means that there were more than that. */
export type RemovedContent = { readonly removed: number; readonly more: boolean };

/**
 * Deletes stored content immediately: of one generation or, without an id, of the whole workspace, including content
 * that waits to be stored and content of running requests. The metadata stays. Returns how many were removed. For a
 * whole workspace, the commit hides the rows from every reader, and they are deleted in the background. Admins only.
 */
export async function deletePromptLogs(
  actor: Actor,
  { generationId }: { generationId?: string } = {},
): Promise<Outcome<RemovedContent, "not_allowed" | "not_found">> {
  if (!isAdmin(actor)) return fail("not_allowed");
  const { workspaceId } = actor;
  const outcome = await transaction(async (tx) => {
    const { count: removed, more } =
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
    return ok({ removed, more });
  });
  if (generationId === undefined) eraseSoon();
  return outcome;
}

/** A failed run is logged; the job repeats it. */
function eraseSoon(): void {
  void eraseContent().catch((error: unknown) =>
    log().error({ event: "content_not_erased", ...errorFacts(error) }),
  );
}

/** Marks of lost content are deleted too, and count like stored content. */
async function deleteOne(
  tx: Tx,
  named: { workspaceId: string; generationId: string },
): Promise<BoundedCount> {
  const after = await contentKeptAfter(named.workspaceId, tx);
  if (!after) return { count: 0, more: false };
  const where = { ...named, createdAt: { gt: after } };
  const stored = await tx.promptLog.deleteMany({ where });
  const lost = await tx.lostContent.deleteMany({ where });
  return { count: stored.count + lost.count, more: false };
}

/**
 * Writes only the receipt: contents have up to 10 MB each, and deleting them all would take longer than a transaction
 * may. A transaction that stores content also locks the workspace's row, and finds the receipt when it comes later.
 */
async function deleteAll(tx: Tx, workspaceId: string): Promise<BoundedCount> {
  await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for update`;
  const { count, more } = await countContent(tx, workspaceId);
  await tx.$executeRaw`
    insert into purge_receipts (id, workspace_id, subject, cutoff, rows, created_at)
    values (${uuidv7()}::uuid, ${workspaceId}::uuid, ${deletedContentSubject}, clock_timestamp(), 0, clock_timestamp())`;
  return { count, more };
}
