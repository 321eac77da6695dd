import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { db, sqlPool, transaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import type { RequestOrigin } from "@/lib/kernel/network";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { newSignInMail } from "@/lib/mail/templates/security-mails";
import { isKnownNetwork, signInKinds } from "../internal/known-network";
import { lockUser } from "../internal/lock-user";
import { securityLogDays } from "../rules/security-events";
import { recordSecurityEvent } from "./record-security-event";
import { reportSecurityEvent } from "./report-security-event";

type SignIn = {
  readonly userId: string;
  readonly email: string;
  readonly origin: RequestOrigin;
  /** The browser has a device cookie of this account. */
  readonly isKnownDevice: boolean;
};

/**
 * Records a successful sign-in without being awaited. One from a browser and a network that the account has not used in
 * the last 30 days, as long as networks are kept, nor since it was last secured, is marked in the security log and mailed
 * with a link that secures the account. The first sign-in of a new account is not.
 */
export function recordGoodSignIn(signIn: SignIn, now = new Date()): void {
  void record(signIn, now).catch((error: unknown) =>
    log().warn(errorFacts(error), "security event not recorded"),
  );
}

async function record({ userId, email, origin, isKnownDevice }: SignIn, now: Date): Promise<void> {
  if (isKnownDevice || !(await isUnknown(userId, origin, now))) {
    await recordSecurityEvent(db(), { userId, kind: "sign_in", origin });
    return;
  }
  await transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (!user) return;
    await reportSecurityEvent(tx, email, { userId, kind: "new_sign_in", origin }, (url) =>
      newSignInMail(email, { at: now, origin }, url),
    );
  });
  void deliverMails();
}

/** An account that is older than the security log and has no sign-in in it was not used for as long. */
async function isUnknown(userId: string, { network }: RequestOrigin, now: Date): Promise<boolean> {
  const { rows } = await sqlPool().query<{ isKnown: boolean; isFirst: boolean }>(
    `SELECT ${isKnownNetwork({ userId: "u.id", network: "$2::text" })} AS "isKnown",
            u.created_at > $3 AND NOT EXISTS (
              SELECT 1 FROM security_events e WHERE e.user_id = u.id AND e.kind IN (${signInKinds})) AS "isFirst"
       FROM users u WHERE u.id = $1`,
    [userId, network, new Date(now.getTime() - securityLogDays * msPerDay)],
  );
  const { isKnown = true, isFirst = true } = rows[0] ?? {};
  return !isKnown && !isFirst;
}
