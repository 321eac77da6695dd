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

/** How many contents were removed; `more` says that there were more than that. */
export type RemovedContent = { readonly removed: number; readonly more: boolean };

/**
 * Removes stored content at once, of one generation or, without an id, all of the workspace: then also what is still
 * on its way to be stored, and what requests that run will have said. The metadata stays. Returns how many were removed. Of
 * a whole workspace the rows go afterwards, in the background: from the commit on nobody is shown them. Admins only.
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

/** A run that fails is logged; the job comes again. */
function eraseSoon(): void {
  void eraseContent().catch((error: unknown) =>
    log().error({ event: "content_not_erased", ...errorFacts(error) }),
  );
}

/** Notes of content that was lost go too, and count like what was stored. */
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
 * Writes the receipt, and nothing else: contents have up to 10 MB each, and deleting them all would outlast the transaction.
 * Whoever stores content locks the workspace's row too, and finds the receipt when it comes after us.
 */
async function deleteAll(tx: Tx, workspaceId: string): Promise<BoundedCount> {
  await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for update`;
  const { count, more } = await countContent(tx, workspaceId);
  await tx.$executeRaw`
    insert into purge_receipts (id, workspace_id, subject, cutoff, rows, created_at)
    values (${uuidv7()}::uuid, ${workspaceId}::uuid, ${deletedContentSubject}, clock_timestamp(), 0, clock_timestamp())`;
  return { count, more };
}
