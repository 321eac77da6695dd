import "server-only";
import { uuidv7 } from "uuidv7";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { Tx } from "@/lib/db/client";
import { makeDisableUrl } from "@/lib/keys/make-disable-url";
import { queueMail } from "@/lib/mail/queue-mail";
import { logAlert } from "./internal/log-alert";
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
  const key = isAboutKey(fact) ? await findKey(tx, workspaceId, subjectId) : null;
  const shown = { fact, subjectId, keyName: key?.name ?? null };
  if (!isMailed(shown)) return true;
  const recipients = await listAlertRecipients(tx, workspaceId, fact.kind, userId);
  await logAlert(tx, { fact, keyLabel: key?.label ?? null, recipients });
  for (const recipient of recipients) {
    const linked = { workspaceId, userId: recipient.userId, keyId: subjectId };
    const context = {
      product: product.name,
      recipient: recipient.email,
      workspaceName: workspace.name,
      site: env().appUrl,
      firedAt: now,
      ...(isSecurity(fact) && key && { keyLabel: key.label }),
      ...(fact.kind === "unusual_spend" &&
        key?.isEnabled && { disableUrl: makeDisableUrl(linked, recipient.email, now) }),
    };
    await queueMail(tx, alertMail(shown, context), now);
  }
  return true;
}

const isSecurity = ({ kind }: AlertFact) => kind === "unusual_spend" || kind === "key_rejected";

function isAboutKey(fact: AlertFact): boolean {
  return fact.kind === "unusual_spend"
    ? fact.subject === "key"
    : fact.kind === "key_limit" || fact.kind === "key_rejected";
}

type AlertKey = { readonly name: string; readonly label: string; readonly isEnabled: boolean };

async function findKey(tx: Tx, workspaceId: string, id: string): Promise<AlertKey | null> {
  const select = { name: true, label: true, disabledAt: true, deletedAt: true } as const;
  const key = await tx.apiKey.findFirst({ where: { id, workspaceId }, select });
  if (!key) return null;
  const { name, label, disabledAt, deletedAt } = key;
  return { name, label, isEnabled: disabledAt === null && deletedAt === null };
}
