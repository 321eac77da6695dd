import "server-only";
import { transaction, type Tx } from "@/lib/db/client";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import type { RequestOrigin } from "@/lib/kernel/network";
import { type Failure, fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { twoFactorMail } from "@/lib/mail/templates/two-factor-mails";
import { type LockedUser, lockUser } from "../internal/lock-user";
import { replaceRecoveryCodes } from "../internal/two-factor/recovery-codes";
import { openSecret } from "../internal/two-factor/sealed-secret";
import { type GivenProof, type IdentityProblem, notProven, proveIdentity } from "../prove-identity";
import { recordSecurityEvent } from "../security-log/record-security-event";

type Proof = GivenProof & { readonly origin: RequestOrigin };

/** Turns two-factor authentication off: password and code, or a recovery code, are asked for. */
export async function turnOffTwoFactor(
  proof: Proof,
  clock: Clock = systemClock,
): Promise<Outcome<null, IdentityProblem | "not_on">> {
  return withProof(proof, clock, async (tx, user) => {
    const { userId, origin } = proof;
    if ((await eraseTwoFactor(tx, userId)) === 0) return notOn();
    await recordSecurityEvent(tx, { userId, kind: "two_factor_off", origin });
    await queueMail(tx, twoFactorMail(user.email, "off", origin));
    return ok(null);
  });
}

/** Replaces the recovery codes, and returns the new ones, this once. The old ones no longer work. */
export async function renewRecoveryCodes(
  proof: Proof,
  clock: Clock = systemClock,
): Promise<Outcome<{ readonly codes: readonly string[] }, IdentityProblem | "not_on">> {
  return withProof(proof, clock, async (tx, user) => {
    const { userId, origin } = proof;
    const factor = await tx.twoFactorSecret.findFirst({
      where: { userId, confirmedAt: { not: null } },
      select: { id: true, nonce: true, ciphertext: true },
    });
    const secret = factor && openSecret(factor.id, factor);
    if (!secret) return notOn();
    const codes = await replaceRecoveryCodes(tx, userId, secret);
    await recordSecurityEvent(tx, { userId, kind: "recovery_codes_renewed", origin });
    await queueMail(tx, twoFactorMail(user.email, "renewed", origin));
    return ok({ codes });
  });
}

/** Deletes the authenticator app, also one that is not confirmed, and the recovery codes. Returns how many were confirmed. */
export async function eraseTwoFactor(tx: Tx, userId: string): Promise<number> {
  await tx.recoveryCode.deleteMany({ where: { userId } });
  const { count } = await tx.twoFactorSecret.deleteMany({ where: { userId, confirmedAt: { not: null } } });
  await tx.twoFactorSecret.deleteMany({ where: { userId } });
  return count;
}

async function withProof<Value>(
  { userId, currentPassword, factorCode, origin }: Proof,
  clock: Clock,
  change: (tx: Tx, user: LockedUser) => Promise<Outcome<Value, "not_on">>,
): Promise<Outcome<Value, IdentityProblem | "not_on">> {
  const proven = await proveIdentity({ userId, currentPassword, factorCode, origin }, clock);
  if (!proven.ok) return proven;
  const outcome = await transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    return user?.passwordHash === proven.value.passwordHash ? change(tx, user) : notProven();
  });
  void deliverMails();
  return outcome;
}

function notOn(): Failure<"not_on"> {
  return fail("not_on", { message: "Two-factor authentication is already off. Reload this page." });
}
