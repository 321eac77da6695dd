import "server-only";
import { secureLink } from "@/lib/accounts/internal/secure-link";
import type { Tx } from "@/lib/db/client";
import { queueMail } from "@/lib/mail/queue-mail";
import type { RenderedMail } from "@/lib/mail/rules/render-mail";
import { recordSecurityEvent, type SecurityEvent } from "./record-security-event";

/**
 * Records an event that may be someone else's doing, and mails it to the account's owner with a link that secures the
 * account. In a transaction that has locked the user; the caller delivers the mail after it.
 */
export async function reportSecurityEvent(
  tx: Tx,
  email: string,
  event: SecurityEvent,
  mailOf: (secureUrl: string) => RenderedMail,
): Promise<void> {
  await recordSecurityEvent(tx, event);
  await queueMail(tx, mailOf(await secureLink(tx, event.userId, email)));
}
