import "server-only";
import { mintDeviceToken, readDeviceToken } from "@/lib/accounts/internal/device-token";
import { challengedUser, isChallenge } from "@/lib/accounts/internal/two-factor/challenge";
import type { CodeProblem } from "@/lib/accounts/internal/two-factor/check-code";
import { checkTwoFactor, isTwoFactorOn } from "@/lib/accounts/two-factor/check-two-factor";
import { recordGoodSignIn } from "@/lib/accounts/security-log/record-good-sign-in";
import { recordWrongCode } from "@/lib/accounts/security-log/record-codes";
import { db } from "@/lib/db/client";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import type { RequestOrigin } from "@/lib/kernel/network";
import { type Failure, fail, ok, type Outcome } from "@/lib/kernel/outcome";
import type { Opened } from "./open-session";
import { startSession } from "./start-session";

type SecondStep = {
  /** From `openSession`, in the same browser. */
  readonly challenge: string;
  readonly factorCode: string;
  /** The device cookie, unchanged since `openSession`. */
  readonly deviceToken: string | null;
  readonly origin: RequestOrigin;
  /** Uses the challenge up. True for one of many calls. */
  readonly useChallenge: () => Promise<boolean>;
};

/**
 * The second step of a sign-in: a code, a few minutes after the right password. The session is opened only while that
 * password is still current. The caller counts the codes of a challenge.
 */
export async function finishSignIn(
  { challenge, factorCode, deviceToken, origin, useChallenge }: SecondStep,
  clock: Clock = systemClock,
): Promise<Outcome<Opened, "challenge_ended" | CodeProblem>> {
  const userId = challengedUser(challenge);
  if (userId === null) return ended();
  const where = { id: userId, deletedAt: null };
  const user = await db().user.findFirst({ where, select: { email: true, passwordHash: true } });
  if (!user?.email) return ended();
  const { email, passwordHash } = user;
  const device = readDeviceToken(deviceToken, { userId, passwordHash }, clock());
  const binding = { userId, passwordHash, device, userAgent: origin.userAgent };
  if (!isChallenge(challenge, binding, clock())) return ended();
  // Turned off in between: the password alone is asked for again.
  if (!(await isTwoFactorOn(userId))) return ended();
  const code = await checkTwoFactor({ userId, factorCode, origin }, clock);
  if (!code.ok) {
    const isLimitReached = code.code === "too_many_codes";
    recordWrongCode({ userId, origin, isKnownDevice: device !== null, isLimitReached }, clock);
    return code;
  }
  // Two right codes at the same time open one session.
  if (!(await useChallenge())) return ended();
  const secret = await startSession({ userId, passwordHash, codeTaken: true }, origin);
  if (!secret) return ended();
  recordGoodSignIn({ userId, email, origin, isKnownDevice: device !== null });
  const token = mintDeviceToken({ userId, passwordHash }, device);
  return ok({ userId, email, secret, deviceToken: token, isFirstSinceSecured: false });
}

function ended(): Failure<"challenge_ended"> {
  return fail("challenge_ended");
}
