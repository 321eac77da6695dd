import { serve } from "./http/serve";
import { answerInbox } from "./mail/inbox";
import { openMailbox } from "./mail/mailbox";
import { startSmtp } from "./mail/smtp";

export type MailOptions = {
  readonly smtpPort: number;
  readonly inboxPort: number;
  readonly dataDir?: string;
};
export type RunningMail = {
  /** For `SMTP_URL`. */
  readonly smtpUrl: string;
  readonly smtpPort: number;
  /** The inbox, for a browser and for `/api/mails`. */
  readonly url: string;
  readonly inboxPort: number;
  stop(): Promise<void>;
};

/** Starts the SMTP sink and its inbox. Port 0 takes a free one. */
export async function startMail(options: MailOptions): Promise<RunningMail> {
  const mailbox = openMailbox(options.dataDir);
  const smtp = await startSmtp(mailbox, options.smtpPort);
  const inbox = await serve(
    (request, response) => answerInbox(mailbox, request, response),
    options.inboxPort,
  );
  return {
    smtpUrl: `smtp://127.0.0.1:${smtp.port}`,
    smtpPort: smtp.port,
    url: inbox.url,
    inboxPort: inbox.port,
    stop: async () => {
      await Promise.all([smtp.stop(), inbox.stop()]);
      mailbox.close();
    },
  };
}
