import "server-only";
import { uuidv7 } from "uuidv7";
import { db, transaction } from "@/lib/db/client";
import { type Clock, msPerMinute, systemClock } from "@/lib/kernel/clock";
import type { RequestOrigin } from "@/lib/kernel/network";
import { type Failure, fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { twoFactorMail } from "@/lib/mail/templates/two-factor-mails";
import { lockUser } from "../internal/lock-user";
import { wrongCode } from "../internal/two-factor/check-code";
import { replaceRecoveryCodes } from "../internal/two-factor/recovery-codes";
import { openSecret, sealSecret } from "../internal/two-factor/sealed-secret";
import { matchedStep, newFactorSecret } from "../internal/two-factor/totp";
import { type IdentityProblem, notProven, proveIdentity } from "../prove-identity";
import { readCode, setUpMinutes } from "../rules/two-factor";
import { reportSecurityEvent } from "../security-log/report-security-event";

/**
 * Makes a secret for an authenticator app, in place of one that was not confirmed. It changes nothing about sign-in until
 * `confirmTwoFactor`.
 */
export async function startTwoFactor(
  userId: string,
  currentPassword: string,
  clock: Clock = systemClock,
): Promise<Outcome<null, IdentityProblem | "already_on">> {
  // Before the password: a form from before it was turned on has no field for a code.
  if (await db().twoFactorSecret.count({ where: { userId, confirmedAt: { not: null } } })) return alreadyOn();
  const proof = await proveIdentity({ userId, currentPassword });
  if (!proof.ok) return proof;
  return transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (user?.passwordHash !== proof.value.passwordHash) return notProven();
    await tx.twoFactorSecret.deleteMany({ where: { userId, confirmedAt: null } });
    if (await tx.twoFactorSecret.count({ where: { userId } })) return alreadyOn();
    const id = uuidv7();
    const sealed = sealSecret(id, newFactorSecret());
    await tx.twoFactorSecret.create({
      data: { id, userId, ...sealed, createdAt: clock() },
      select: { id: true },
    });
    return ok(null);
  });
}

/** Forgets a secret that was not confirmed. */
export async function cancelTwoFactor(userId: string): Promise<Outcome<null, never>> {
  await db().twoFactorSecret.deleteMany({ where: { userId, confirmedAt: null } });
  return ok(null);
}

type Confirmation = { readonly userId: string; readonly factorCode: string; readonly origin: RequestOrigin };

/**
 * Turns two-factor authentication on with a first code, which counts as used, and returns the recovery codes, this once.
 * Sessions that are open stay open.
 */
export async function confirmTwoFactor(
  { userId, factorCode, origin }: Confirmation,
  clock: Clock = systemClock,
): Promise<Outcome<{ readonly codes: readonly string[] }, "wrong_code" | "not_set_up">> {
  const now = clock();
  const pending = await db().twoFactorSecret.findFirst({
    where: {
      userId,
      confirmedAt: null,
      createdAt: { gt: new Date(now.getTime() - setUpMinutes * msPerMinute) },
    },
    select: { id: true, nonce: true, ciphertext: true },
  });
  const secret = pending && openSecret(pending.id, pending);
  if (!secret) return notSetUp();
  const code = readCode(factorCode);
  const step = code?.kind === "app" ? matchedStep(secret, code.digits, now) : null;
  if (step === null) return wrongCode();
  const outcome = await transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    const { count } = await tx.twoFactorSecret.updateMany({
      where: { id: pending.id, userId, confirmedAt: null },
      data: { confirmedAt: now, lastStep: step },
    });
    if (!user || count === 0) return notSetUp();
    const codes = await replaceRecoveryCodes(tx, userId, secret);
    await reportSecurityEvent(tx, user.email, { userId, kind: "two_factor_on", origin }, (secureUrl) =>
      twoFactorMail(user.email, "on", origin, { now, secureUrl }),
    );
    return ok({ codes });
  });
  void deliverMails();
  return outcome;
}

function alreadyOn(): Failure<"already_on"> {
  return fail("already_on", {
    message: "Two-factor authentication is on. Turn it off before you set up another app.",
  });
}

function notSetUp(): Failure<"not_set_up"> {
  return fail("not_set_up", {
    message: `That took longer than ${setUpMinutes} minutes, or was finished in another window. Reload this page.`,
  });
}
