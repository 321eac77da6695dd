import "server-only";
import { db, transaction } from "@/lib/db/client";
import type { RequestOrigin } from "@/lib/kernel/network";
import { type Failure, fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { passwordChangedMail } from "@/lib/mail/templates/account-mails";
import { mintDeviceToken } from "./internal/device-token";
import type { CodeProblem } from "./internal/two-factor/check-code";
import { lockUser } from "./internal/lock-user";
import { hashPassword, isPassword } from "./internal/password";
import { retiredPassword } from "./internal/retired-password";
import { passwordWeakness } from "./internal/password-strength";
import { notProven } from "./prove-identity";
import { checkTwoFactor } from "./two-factor/check-two-factor";
import { recordSecurityEvent } from "./security-log/record-security-event";

type ChangePassword = {
  readonly userId: string;
  readonly currentPassword: string;
  /** Required when two-factor authentication is on. */
  readonly factorCode?: string | undefined;
  readonly newPassword: string;
  /** Public id of the requesting session: the only one that stays signed in. */
  readonly keepSessionId: string;
  readonly origin: RequestOrigin;
};

/** Requires the current password and a code when two-factor authentication is on, ends all other sessions, and informs the owner by mail. */
export async function changePassword(
  input: ChangePassword,
): Promise<
  Outcome<{ endedSessions: number; deviceToken: string }, "wrong_password" | "weak_password" | CodeProblem>
> {
  const { userId, keepSessionId, origin } = input;
  const user = await db().user.findFirst({
    where: { id: userId, deletedAt: null },
    select: { email: true, name: true, passwordHash: true, retiredPasswordHash: true },
  });
  if (!(await isPassword(user?.passwordHash ?? null, input.currentPassword)) || !user?.email) {
    return notProven();
  }
  const { email, passwordHash: checkedHash } = user;
  const weakness = await passwordWeakness(input.newPassword, [email, user.name], "newPassword");
  if (weakness) return weakness;
  if (await isPassword(checkedHash, input.newPassword)) return samePassword();
  if (await isPassword(user.retiredPasswordHash, input.newPassword)) return retiredPassword("newPassword");
  const code = await checkTwoFactor({ userId, factorCode: input.factorCode, origin });
  if (!code.ok) return code;
  const passwordHash = await hashPassword(input.newPassword);
  const outcome = await transaction(async (tx) => {
    // Of two concurrent changes, the later one was checked against a password that is no longer current.
    const current = await lockUser(tx, userId);
    if (!current || current.passwordHash !== checkedHash) return notProven();
    await tx.user.update({ where: { id: userId }, data: { passwordHash }, select: { id: true } });
    const ended = await tx.session.deleteMany({ where: { userId, NOT: { publicId: keepSessionId } } });
    await tx.emailToken.deleteMany({ where: { userId, purpose: "reset", usedAt: null } });
    await recordSecurityEvent(tx, { userId, kind: "password_changed", origin });
    await queueMail(tx, passwordChangedMail(email, origin));
    const deviceToken = mintDeviceToken({ userId, passwordHash });
    return ok({ endedSessions: ended.count, deviceToken });
  });
  void deliverMails();
  return outcome;
}

function samePassword(): Failure<"weak_password"> {
  return fail("weak_password", {
    field: "newPassword",
    message: "That is your current password. Choose another one.",
  });
}
