import "server-only";
import { uuidv7 } from "uuidv7";
import { asOneLine } from "@/lib/kernel/recordable-text";
import type { Tx } from "@/lib/db/client";

/** A service mail, written by one of the templates. There is no other kind. */
export type Mail = {
  readonly kind: string;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
};

/**
 * Puts a mail into the outbox, in the transaction that causes it: a rolled-back change is never announced, a committed
 * one always. Call `deliverMails()` after the commit; otherwise the job sends it. It is sent at `dueAt`, by default
 * immediately.
 */
export async function queueMail(
  tx: Tx,
  mail: Mail,
  when: { readonly createdAt?: Date; readonly dueAt?: Date } = {},
): Promise<void> {
  await tx.outboxMail.create({
    data: {
      id: uuidv7(),
      kind: mail.kind,
      recipient: mail.recipient,
      // A line break in a subject would start another header, and a direction change could fake a sender.
      subject: asOneLine(mail.subject),
      text: mail.text,
      html: mail.html ?? null,
      ...(when.createdAt && { createdAt: when.createdAt }),
      ...(when.dueAt && { nextTryAt: when.dueAt }),
    },
    select: { id: true },
  });
}
