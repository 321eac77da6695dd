import "server-only";
import { db } from "@/lib/db/client";
import { openLines } from "./open-lines";

export type AuditLine = {
  readonly id: string;
  readonly at: Date;
  /** Null when the command line or a job made the change. */
  readonly actorUserId: string | null;
  /** Subject and verb: "key.created". */
  readonly action: string;
  readonly targetId: string | null;
  /** The changed values as recorded; JSON of unknown form, because older lines may have other fields. */
  readonly before: unknown;
  readonly after: unknown;
};

type Wanted = {
  readonly targetId?: string;
  readonly action?: string;
  /** The id of a line; only older ones are listed. */
  readonly olderThan?: string | undefined;
  readonly limit: number;
};

/**
 * The newest lines of the audit log of a workspace, about one thing of it or of one action, with the texts that people
 * wrote. The caller has checked who may see them.
 */
export async function listAudit(
  workspaceId: string,
  { targetId, action, olderThan, limit }: Wanted,
): Promise<readonly AuditLine[]> {
  const rows = await db().auditEvent.findMany({
    where: {
      workspaceId,
      ...(targetId !== undefined && { targetId }),
      ...(action !== undefined && { action }),
      ...(olderThan !== undefined && { id: { lt: olderThan } }),
    },
    orderBy: { id: "desc" },
    take: limit,
    select: {
      id: true,
      createdAt: true,
      actorUserId: true,
      action: true,
      targetId: true,
      before: true,
      after: true,
      sealed: true,
    },
  });
  const lines = await openLines(workspaceId, rows);
  return lines.map(({ createdAt, ...line }) => ({ ...line, at: createdAt }));
}
