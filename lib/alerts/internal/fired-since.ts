import "server-only";
import type { Tx } from "@/lib/db/client";
import type { AlertKind } from "../rules/alert-kinds";

type Subject = { readonly workspaceId: string; readonly kind: AlertKind; readonly subjectId: string };

/** Whether an alert of this kind about this subject fired after a moment. Hold a lock on the subject until it fires. */
export async function firedSince(tx: Tx, subject: Subject, after: Date): Promise<boolean> {
  const { workspaceId, kind, subjectId } = subject;
  return (await tx.alert.count({ where: { workspaceId, kind, subjectId, firedAt: { gt: after } } })) > 0;
}
