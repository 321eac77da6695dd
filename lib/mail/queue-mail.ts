import "server-only";
import { uuidv7 } from "uuidv7";
import type { Tx } from "@/lib/db/client";
import { asOneLine } from "@/lib/kernel/recordable-text";
import { addToWaiting, countRoom } from "./internal/queue-bounded";
import type { Summary } from "./rules/bundle";
import { lastSingleNote, limitOf, type MailKind } from "./rules/mail-kinds";
import type { SummaryLink } from "./rules/mail-parts";

/** A service mail, written by one of the templates. There is no other kind. */
export type Mail = {
  readonly kind: MailKind;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** One sentence without secrets that replaces the mail when it is combined with others; by default its subject. */
  readonly summary?: string;
  /**
   * What its recipient can do at once, for the combined mail. One of each label is kept, the newest. Its address may be a
   * secret for this recipient alone.
   */
  readonly summaryLink?: SummaryLink;
  /** Renders the mail with a note at its end. */
  readonly withNote?: (note: string) => { readonly text: string; readonly html: string };
};

/**
 * Puts a mail into the outbox, in the transaction that causes it: a rolled-back change is never announced, a committed
 * one always. Call `deliverMails()` after the commit; otherwise the job sends it.
 *
 * An address gets a limited number of mails per hour (`mail-kinds.ts`), and the last of them says so. Beyond it, the
 * mail becomes one line of a mail that is sent 15 minutes after its first line. Call it late in the transaction: it holds a lock on the address.
 */
export async function queueMail(tx: Tx, mail: Mail, now = new Date()): Promise<void> {
  const limit = limitOf(mail.kind);
  const room = limit === "form" ? null : await countRoom(tx, mail.recipient, limit, now);
  if (room === 0) return addToWaiting(tx, mail.recipient, summaryOf(mail), now);
  const body = (limit !== "form" && room === 1 && mail.withNote?.(lastSingleNote(limit))) || mail;
  await tx.outboxMail.create({
    data: {
      id: uuidv7(),
      kind: mail.kind,
      recipient: mail.recipient,
      // A line break in a subject would start another header, and a direction change could fake a sender.
      subject: asOneLine(mail.subject),
      text: body.text,
      html: body.html ?? null,
      createdAt: now,
    },
    select: { id: true },
  });
}

function summaryOf({ summary, subject, summaryLink }: Mail): Summary {
  return { text: summary ?? subject, link: summaryLink ?? null };
}
