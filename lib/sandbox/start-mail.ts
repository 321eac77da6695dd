import { serve } from "./http/serve";
import { handleInbox } from "./mail/inbox";
import { openMailbox } from "./mail/mailbox";
import { startSmtp } from "./mail/smtp";

export type MailOptions = {
  readonly smtpPort: number;
  readonly inboxPort: number;
  readonly dataDir?: string;
};
export type RunningMail = {
  /** Value for `SMTP_URL`. */
  readonly smtpUrl: string;
  readonly smtpPort: number;
  /** Address of the inbox, for a browser and for `/api/mails`. */
  readonly url: string;
  readonly inboxPort: number;
  stop(): Promise<void>;
};

/** Starts the SMTP sink and its inbox. Port 0 picks a free port. */
export async function startMail(options: MailOptions): Promise<RunningMail> {
  const mailbox = openMailbox(options.dataDir);
  const smtp = await startSmtp(mailbox, options.smtpPort);
  const inbox = await serve(
    (request, response) => handleInbox(mailbox, request, response),
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
