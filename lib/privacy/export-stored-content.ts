import "server-only";
import { createHash } from "node:crypto";
import { formatGenerationId } from "@/lib/activity/rules/generation-id";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { exportContents } from "./export-contents";
import { countInRange } from "./internal/content-in-range";
import type { ContentRange } from "./rules/content-days";

const always: ContentRange = { from: new Date(0), to: new Date("2100-01-01T00:00:00Z") };

/**
 * The stored content of a range of days, or all of it, as lines of JSON, oldest first and never cut: one per request, then
 * one with `end`, the number of the lines before it, how many of them could not be decrypted, and the SHA-256 of their
 * bytes. Who reads it, and how much, is in the audit log before the first line. What is deleted meanwhile is not in it,
 * and neither is what is stored after the beginning. Admins only.
 */
export async function exportStoredContent(
  actor: Actor,
  range: ContentRange | null,
): Promise<Outcome<AsyncGenerator<string>, "not_allowed">> {
  if (!isAdmin(actor)) return fail("not_allowed");
  const { workspaceId, userId } = actor;
  const { from, to } = range ?? always;
  const until = await transaction(async (tx) => {
    const counted = await countInRange(tx, workspaceId, { range: { from, to }, countedAt: null });
    await recordAudit(tx, {
      workspaceId,
      actorUserId: userId,
      action: "prompt_logs.exported",
      after: {
        contents: counted?.now ?? 0,
        ...(range && { from: from.toISOString(), to: to.toISOString() }),
      },
    });
    return counted?.until ?? from;
  });
  return ok(lines(workspaceId, { from, to: to < until ? to : until }));
}

async function* lines(workspaceId: string, range: ContentRange): AsyncGenerator<string> {
  const hash = createHash("sha256");
  let [rows, unreadable] = [0, 0];
  for await (const { generationId, createdAt, content } of exportContents(workspaceId, range)) {
    const line = `${JSON.stringify({
      id: formatGenerationId(generationId),
      stored_at: createdAt.toISOString(),
      ...(content
        ? { input: content.input, choices: content.choices, ...(content.isCut && { is_cut: true }) }
        : { is_unreadable: true }),
    })}\n`;
    rows += 1;
    if (!content) unreadable += 1;
    hash.update(line);
    yield line;
  }
  yield `${JSON.stringify({ end: true, rows, unreadable, sha256: hash.digest("hex") })}\n`;
}
