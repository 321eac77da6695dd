import "server-only";
import { uuidv7 } from "uuidv7";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { Tx } from "@/lib/db/client";
import { queueMail } from "@/lib/mail/queue-mail";
import { type AlertFact, storedFact } from "./rules/alert-fact";
import { listAlertRecipients } from "./list-alert-recipients";
import { alertMail, isMailed } from "./rules/alert-mail";

export type NewAlert = {
  readonly workspaceId: string;
  readonly fact: AlertFact;
  /** The key, the purchase, or the workspace. */
  readonly subjectId: string;
  /** What the alert fires once for, with `step`: a month, a window, an event. */
  readonly period: string;
  readonly step?: number;
  /** A member who is told besides owners and admins. */
  readonly userId?: string | null;
};

/**
 * Fires an alert in the transaction of its cause: a notice for everyone concerned and, for kinds that no other module
 * mails, one mail to each who wants it. False when it has fired before, or the workspace is deleted. Call it late in the
 * transaction: it holds locks on addresses. Call `deliverMails()` after the commit.
 */
export async function raiseAlert(tx: Tx, alert: NewAlert, now = new Date()): Promise<boolean> {
  const { workspaceId, fact, subjectId, period, step = 0, userId = null } = alert;
  const where = { id: workspaceId, deletedAt: null };
  const workspace = await tx.workspace.findFirst({ where, select: { name: true } });
  if (!workspace) return false;
  const { count } = await tx.alert.createMany({
    data: {
      id: uuidv7(),
      ...{ workspaceId, subjectId, period, step, userId },
      kind: fact.kind,
      fact: storedFact(fact),
      firedAt: now,
    },
    skipDuplicates: true,
  });
  if (count === 0) return false;
  const keyName = fact.kind === "key_limit" ? await nameOfKey(tx, workspaceId, subjectId) : null;
  const shown = { fact, subjectId, keyName };
  if (!isMailed(shown)) return true;
  for (const recipient of await listAlertRecipients(tx, workspaceId, fact.kind, userId)) {
    const context = {
      product: product.name,
      recipient,
      workspaceName: workspace.name,
      site: env().appUrl,
      firedAt: now,
    };
    await queueMail(tx, alertMail(shown, context), now);
  }
  return true;
}

async function nameOfKey(tx: Tx, workspaceId: string, id: string): Promise<string | null> {
  const key = await tx.apiKey.findFirst({ where: { id, workspaceId }, select: { name: true } });
  return key?.name ?? null;
}
