import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { db, transaction } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { Redacted } from "@/lib/kernel/redacted";
import { decryptContent } from "./internal/encrypt-content";
import { contentKeptAfter } from "./internal/kept-content";
import { parseContent, type StoredContent } from "./rules/parse-content";

/**
 * Decrypts the stored content of one generation for an owner or admin of its workspace. Reading adds a line to the
 * audit log, without the content. Another workspace's content and content that was never stored give the same result;
 * `lost` means that it could not be stored.
 */
export async function readPromptLog(
  actor: Actor,
  generationId: string,
): Promise<Outcome<Redacted<StoredContent>, "not_allowed" | "not_found" | "lost">> {
  if (!isAdmin(actor)) return fail("not_allowed");
  const { workspaceId, userId } = actor;
  const after = await contentKeptAfter(workspaceId);
  if (!after) return fail("not_found");
  const where = { workspaceId_generationId: { workspaceId, generationId }, createdAt: { gt: after } };
  const row = await db().promptLog.findUnique({
    where,
    select: { nonce: true, ciphertext: true },
  });
  if (!row) {
    const mark = await db().lostContent.findUnique({ where, select: { reason: true } });
    return fail(mark ? "lost" : "not_found");
  }
  const content = { nonce: Buffer.from(row.nonce), ciphertext: Buffer.from(row.ciphertext) };
  const opened = parseContent(decryptContent({ workspaceId, generationId }, content));
  const entry = { workspaceId, actorUserId: userId, action: "prompt_log.read", targetId: generationId };
  await transaction((tx) => recordAudit(tx, entry));
  return ok(new Redacted(opened));
}
