import "server-only";
import { uuidv7 } from "uuidv7";
import { log } from "@/lib/config/log";
import type { Tx } from "@/lib/db/client";
import { sealEntry } from "./internal/seal-entry";
import type { AuditValues } from "./rules/personal-values";

export type AuditEntry = {
  readonly workspaceId: string;
  /** Null when the command line or a job made the change. */
  readonly actorUserId: string | null;
  /** Subject and verb: "key.created". */
  readonly action: string;
  readonly targetId?: string;
  /** The changed values before and after. Amounts as decimal text. Never secrets, never content. */
  readonly before?: AuditValues;
  readonly after?: AuditValues;
};

/**
 * Writes one line of the audit log in the transaction of the change, so that neither exists without the other. Texts
 * that people wrote are encrypted with the workspace's key; in a deleted workspace they are left out.
 */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const id = uuidv7();
  const { before, after, sealed, isWhole } = await sealEntry(tx, { ...entry, id });
  // A key must be possible to disable even then. `doctor` names the missing variable.
  if (!isWhole) log().error({ event: "audit_key_unreadable", workspaceId: entry.workspaceId });
  await tx.auditEvent.create({
    data: {
      id,
      workspaceId: entry.workspaceId,
      actorUserId: entry.actorUserId,
      action: entry.action,
      targetId: entry.targetId ?? null,
      sealed,
      ...(before && { before }),
      ...(after && { after }),
    },
    select: { id: true },
  });
}
