import "server-only";
import { type AuditLine, listAudit } from "@/lib/audit/list-audit";
import type { Actor } from "@/lib/kernel/actor";
import { type Page, pageSizeMax } from "@/lib/kernel/page";
import { describePrivacyChange, privacyChanged } from "./rules/change-words";

export type PrivacyChangeLine = {
  readonly id: string;
  /** When it was saved. It holds for every request that arrived afterwards. */
  readonly at: Date;
  /** Null when the command line or a job made the change. */
  readonly actorUserId: string | null;
  /** One sentence for each setting that changed. */
  readonly sentences: readonly string[];
};

/**
 * The changes of the privacy settings of the actor's workspace, newest first. Every member may read them, as the settings
 * themselves.
 */
export async function listPrivacyChanges(
  { workspaceId }: Actor,
  { cursor, limit = 10 }: { cursor?: string | undefined; limit?: number } = {},
): Promise<Page<PrivacyChangeLine>> {
  const take = Math.min(limit, pageSizeMax);
  const lines = await listAudit(workspaceId, { action: privacyChanged, olderThan: cursor, limit: take + 1 });
  const rows = lines.slice(0, take).map(lineOf);
  return { rows, nextCursor: lines.length > take ? (rows.at(-1)?.id ?? null) : null };
}

function lineOf({ id, at, actorUserId, before, after }: AuditLine): PrivacyChangeLine {
  return { id, at, actorUserId, sentences: describePrivacyChange({ before, after }) };
}
