import "server-only";
import { createTransport, type Transporter } from "nodemailer";
import { env } from "@/lib/config/env";
import { errorFacts, log } from "@/lib/config/log";
import { sqlPool } from "@/lib/db/client";
import { nextTryDelaySeconds, triesMax } from "@/lib/mail/rules/retry";

type DueMail = {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly attempts: number;
};

let transport: Transporter | null = null;

function smtp(): Transporter {
  const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
  transport ??= createTransport({ url: env().smtpUrl, ...patience });
  return transport;
}

/**
 * Sends due mails one after another until none is left. A mail is leased before it is sent, by moving its next try
 * ahead, so that no lock is held while the mail server responds, and no two processes send the same mail.
 */
export async function sendPending(): Promise<void> {
  for (let mail = await leaseOne(); mail; mail = await leaseOne()) await sendOne(mail);
}

async function leaseOne(): Promise<DueMail | null> {
  const { rows } = await sqlPool().query<DueMail>(`
    UPDATE outbox_mails SET next_try_at = now() + interval '2 minutes', attempts = attempts + 1
     WHERE id = (SELECT id FROM outbox_mails
                  WHERE sent_at IS NULL AND failed_at IS NULL AND next_try_at <= now()
                  ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, recipient, subject, text, html, attempts`);
  return rows[0] ?? null;
}

async function sendOne(mail: DueMail): Promise<void> {
  try {
    await smtp().sendMail({
      from: env().mailFrom,
      to: { name: "", address: mail.recipient },
      subject: mail.subject,
      text: mail.text,
      ...(mail.html && { html: mail.html }),
      // When the lease expires, the mail is sent twice; the same message id lets mailboxes show it once.
      messageId: `<${mail.id}@${new URL(env().appUrl).hostname}>`,
    });
    // Links in bodies are secrets while they are valid, and a sent body is never read again.
    await sqlPool().query("UPDATE outbox_mails SET sent_at = now(), text = '', html = NULL WHERE id = $1", [
      mail.id,
    ]);
  } catch (error) {
    log().warn({ mailId: mail.id, attempts: mail.attempts, ...errorFacts(error) }, "mail not sent");
    await postpone(mail);
  }
}

async function postpone(mail: DueMail): Promise<void> {
  if (mail.attempts >= triesMax) {
    await sqlPool().query("UPDATE outbox_mails SET failed_at = now(), text = '', html = NULL WHERE id = $1", [
      mail.id,
    ]);
    return;
  }
  await sqlPool().query(
    "UPDATE outbox_mails SET next_try_at = now() + make_interval(secs => $2) WHERE id = $1",
    [mail.id, nextTryDelaySeconds(mail.attempts)],
  );
}
