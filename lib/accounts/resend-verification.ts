import "server-only";
import { transaction } from "@/lib/db/client";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { paths } from "@/lib/kernel/paths";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { verifyAddressMail } from "@/lib/mail/templates/account-mails";
import { issueToken, tokenLink } from "./internal/email-token";
import { lockUser } from "./internal/lock-user";

/** Sends the signed-in user a new link. */
export async function resendVerification(
  userId: string,
): Promise<Outcome<{ email: string }, "already_verified">> {
  const outcome = await transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (!user || user.isVerified)
      return fail("already_verified", { message: "Your email address is already confirmed." });
    const secret = await issueToken(tx, { userId, purpose: "verify", email: user.email });
    await queueMail(tx, verifyAddressMail(user.email, tokenLink(paths.verify, secret)));
    return ok({ email: user.email });
  });
  void deliverMails();
  return outcome;
}
