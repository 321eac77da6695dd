import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { transaction } from "@/lib/db/client";
import { isUnavailable } from "@/lib/db/database-errors";
import { ok, type Outcome } from "@/lib/kernel/outcome";
import { paths } from "@/lib/kernel/paths";
import { pauseAfter } from "@/lib/kernel/retry-schedule";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { resetPasswordMail } from "@/lib/mail/templates/account-mails";
import { issueToken, tokenLink } from "./internal/email-token";
import { lockUserByEmail } from "./internal/lock-user";

/**
 * Sends a link for a new password, valid once and for 30 minutes. Neither the result nor its delay reveals whether
 * there is an account: writes that happen only for an account are not awaited. While the database is away they are tried
 * again for half a minute, because the sender was told to look for a mail.
 */
export async function requestReset(email: string): Promise<Outcome<{ email: string }, never>> {
  void sendLink(email).catch((error: unknown) => log().error(errorFacts(error), "reset link not sent"));
  return ok({ email });
}

/** Pauses of up to two seconds each. */
const attemptsMax = 20;

async function sendLink(email: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await queueLink(email);
      return await deliverMails();
    } catch (error) {
      if (attempt === attemptsMax || !isUnavailable(error)) throw error;
      await pauseAfter(attempt);
    }
  }
}

async function queueLink(email: string): Promise<void> {
  await transaction(async (tx) => {
    const user = await lockUserByEmail(tx, email);
    if (!user) return;
    const secret = await issueToken(tx, { userId: user.id, purpose: "reset", email });
    await queueMail(tx, resetPasswordMail(email, tokenLink(paths.reset, secret)));
  });
}
