import "server-only";
import { db, transaction } from "@/lib/db/client";
import type { RequestOrigin } from "@/lib/kernel/network";
import { type Failure, fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { passwordChangedMail } from "@/lib/mail/templates/account-mails";
import { confirmAddress } from "./internal/confirm-address";
import { mintDeviceToken } from "./internal/device-token";
import { peekToken, takeToken } from "./internal/email-token";
import { lockUser } from "./internal/lock-user";
import { hashPassword, isPassword } from "./internal/password";
import { retiredPassword } from "./internal/retired-password";
import { passwordWeakness } from "./internal/password-strength";
import { recordSecurityEvent } from "./security-log/record-security-event";

/**
 * Sets a new password with a single-use link from a mail, and ends every session. The link proves the mailbox and the
 * password is new, so this also confirms an address that was never confirmed.
 */
export async function resetPassword(
  token: string,
  password: string,
  origin: RequestOrigin,
): Promise<Outcome<{ email: string; deviceToken: string }, "link_invalid" | "weak_password">> {
  const holder = await peekToken(token, "reset");
  if (!holder) return linkInvalid();
  const named = await db().user.findUnique({
    where: { id: holder.userId },
    select: { name: true, passwordHash: true, retiredPasswordHash: true },
  });
  const weakness = await passwordWeakness(password, [holder.email, named?.name]);
  if (weakness) return weakness;
  if (await isPassword(named?.passwordHash ?? null, password)) return samePassword();
  if (await isPassword(named?.retiredPasswordHash ?? null, password)) return retiredPassword("password");
  const passwordHash = await hashPassword(password);
  const outcome = await transaction(async (tx) => {
    const isThere = await lockUser(tx, holder.userId);
    const taken = isThere && (await takeToken(tx, token, "reset"));
    if (!taken) return linkInvalid();
    const { userId, email } = taken;
    await tx.user.update({ where: { id: userId }, data: { passwordHash }, select: { id: true } });
    await tx.session.deleteMany({ where: { userId } });
    await tx.emailToken.deleteMany({ where: { userId, usedAt: null } });
    await confirmAddress(tx, userId, email);
    await recordSecurityEvent(tx, { userId, kind: "password_reset", origin });
    await queueMail(tx, passwordChangedMail(email, origin));
    return ok({ email, deviceToken: mintDeviceToken({ userId, passwordHash }) });
  });
  void deliverMails();
  return outcome;
}

/** Whether a reset link is still valid, for its page. */
export async function isResetLinkLive(token: string): Promise<boolean> {
  return (await peekToken(token, "reset")) !== null;
}

function samePassword(): Failure<"weak_password"> {
  return fail("weak_password", {
    field: "password",
    message: "That is your current password. Sign in with it, or choose another one.",
  });
}

function linkInvalid(): Failure<"link_invalid"> {
  return fail("link_invalid", {
    message: "This link has already been used or is older than 30 minutes. Request a new one.",
  });
}
