import "server-only";
import { db } from "@/lib/db/client";

export type AuditLine = {
  readonly id: string;
  readonly at: Date;
  /** Null when the operator or a job made the change. */
  readonly actorUserId: string | null;
  /** Subject and verb: "key.created". */
  readonly action: string;
  /** The changed values as recorded; JSON of unknown form, because older lines may have other fields. */
  readonly before: unknown;
  readonly after: unknown;
};

/** The newest lines of the audit log about one thing of a workspace. The caller has checked who may see that thing. */
export async function listAudit(
  workspaceId: string,
  { targetId, limit }: { readonly targetId: string; readonly limit: number },
): Promise<readonly AuditLine[]> {
  const rows = await db().auditEvent.findMany({
    where: { workspaceId, targetId },
    orderBy: { id: "desc" },
    take: limit,
    select: { id: true, createdAt: true, actorUserId: true, action: true, before: true, after: true },
  });
  return rows.map(({ createdAt, ...line }) => ({ ...line, at: createdAt }));
}
