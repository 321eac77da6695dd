import "server-only";
import { uuidv7 } from "uuidv7";
import { asOneLine } from "@/lib/kernel/recordable-text";
import type { Tx } from "@/lib/db/client";

/** A service mail, written by one of the templates in rules/. There is no other kind. */
export type Mail = {
  readonly kind: string;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
};

/**
 * Puts a mail into the outbox, in the transaction that causes it: what rolls back is never announced, what commits
 * is never forgotten. Kick `deliverMails()` after the commit; the job does it otherwise. It leaves at `dueAt`,
 * by default at once.
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
      // A line break in a subject would begin another header, and a change of direction another sender.
      subject: asOneLine(mail.subject),
      text: mail.text,
      html: mail.html ?? null,
      ...(when.createdAt && { createdAt: when.createdAt }),
      ...(when.dueAt && { nextTryAt: when.dueAt }),
    },
    select: { id: true },
  });
}
