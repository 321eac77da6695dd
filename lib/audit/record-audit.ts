import "server-only";
import { uuidv7 } from "uuidv7";
import type { Tx } from "@/lib/db/client";

type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

export type AuditEntry = {
  readonly workspaceId: string;
  /** Null when the operator or a job made the change. */
  readonly actorUserId: string | null;
  /** Subject and verb: "key.created". */
  readonly action: string;
  readonly targetId?: string;
  /** The changed values before and after. Amounts as decimal text. Never secrets, never content. */
  readonly before?: { readonly [name: string]: JsonValue };
  readonly after?: { readonly [name: string]: JsonValue };
};

/** Writes one line of the audit log in the transaction of the change, so that neither exists without the other. */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.auditEvent.create({
    data: {
      id: uuidv7(),
      workspaceId: entry.workspaceId,
      actorUserId: entry.actorUserId,
      action: entry.action,
      targetId: entry.targetId ?? null,
      ...(entry.before && { before: entry.before }),
      ...(entry.after && { after: entry.after }),
    },
    select: { id: true },
  });
}
