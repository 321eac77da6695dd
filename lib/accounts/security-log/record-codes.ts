import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { db, transaction } from "@/lib/db/client";
import { type Clock, msPerDay } from "@/lib/kernel/clock";
import type { RequestOrigin } from "@/lib/kernel/network";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { wrongCodeMail } from "@/lib/mail/templates/security-mails";
import { twoFactorMail } from "@/lib/mail/templates/two-factor-mails";
import { lockUser } from "../internal/lock-user";
import { recordSecurityEvent } from "./record-security-event";
import { reportSecurityEvent } from "./report-security-event";

type WrongCode = {
  readonly userId: string;
  readonly origin: RequestOrigin;
  /** The browser has a device cookie of this account. */
  readonly isKnownDevice: boolean;
  /** The account has had so many that codes of the app are not accepted for a while. */
  readonly isLimitReached: boolean;
};

/**
 * Records a wrong code after the right password, without being awaited. From a browser that has not signed in before, it
 * may mean that someone else has the password: it is mailed, at most once a day. So is the limit, apart from that: the
 * first mail may have been about the owner's own slip, and the limit locks the app's codes.
 */
export function recordWrongCode(code: WrongCode, clock: Clock): void {
  void record(code, clock()).catch((error: unknown) =>
    log().warn(errorFacts(error), "security event not recorded"),
  );
}

async function record(
  { userId, origin, isKnownDevice, isLimitReached }: WrongCode,
  now: Date,
): Promise<void> {
  if (isKnownDevice) {
    await recordSecurityEvent(db(), { userId, kind: "two_factor_failed", origin });
    return;
  }
  const kind = "two_factor_failed_unknown_browser";
  const isMailed = await transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (!user) return false;
    const since = new Date(now.getTime() - msPerDay);
    const reason = isLimitReached ? "limit" : "mailed";
    const where = { userId, kind, createdAt: { gt: since }, detail: { path: [reason], equals: 1 } };
    const mailed = await tx.securityEvent.findFirst({ where, select: { id: true } });
    if (mailed) {
      await recordSecurityEvent(tx, { userId, kind, origin });
      return false;
    }
    const event = { userId, kind, origin, detail: { [reason]: 1 } } as const;
    await reportSecurityEvent(tx, user.email, event, (url) =>
      wrongCodeMail(user.email, { at: now, origin, isLimitReached }, url),
    );
    return true;
  });
  if (isMailed) void deliverMails();
}

/**
 * Records and mails that a recovery code replaced one from the app. Awaited, and throws when the database fails: the code
 * is used up by then.
 */
export async function recordRecoveryCode(userId: string, origin: RequestOrigin, now: Date): Promise<void> {
  await transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (!user) return;
    const codesLeft = await tx.recoveryCode.count({ where: { userId } });
    const kind = "recovery_code_used";
    await reportSecurityEvent(tx, user.email, { userId, kind, origin }, (secureUrl) =>
      twoFactorMail(user.email, kind, origin, { now, secureUrl, codesLeft }),
    );
  });
  void deliverMails();
}
