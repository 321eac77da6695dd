import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { transaction } from "@/lib/db/client";
import { ok, type Outcome } from "@/lib/kernel/outcome";
import { paths } from "@/lib/kernel/paths";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { resetPasswordMail } from "@/lib/mail/templates/account-mails";
import { issueToken, tokenLink } from "./internal/email-token";
import { lockUserByEmail } from "./internal/lock-user";

/**
 * Sends a link for a new password, valid once and for 30 minutes. Neither the result nor its delay reveals whether
 * there is an account: writes that happen only for an account are not awaited.
 */
export async function requestReset(email: string): Promise<Outcome<{ email: string }, never>> {
  void sendLink(email).catch((error: unknown) => log().error(errorFacts(error), "reset link not sent"));
  return ok({ email });
}

async function sendLink(email: string): Promise<void> {
  await transaction(async (tx) => {
    const user = await lockUserByEmail(tx, email);
    if (!user) return;
    const secret = await issueToken(tx, { userId: user.id, purpose: "reset", email });
    await queueMail(tx, resetPasswordMail(email, tokenLink(paths.reset, secret)));
  });
  await deliverMails();
}
