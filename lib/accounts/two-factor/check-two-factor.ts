import "server-only";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { type RequestOrigin, unknownOrigin } from "@/lib/kernel/network";
import { ok, type Outcome } from "@/lib/kernel/outcome";
import { type CodeProblem, findConfirmed, takeCode, wrongCode } from "../internal/two-factor/check-code";
import { recordRecoveryCode } from "../security-log/record-codes";

type GivenCode = {
  readonly userId: string;
  /** Of the authenticator app, or a recovery code, as it was typed. */
  readonly factorCode: string | undefined;
  readonly origin?: RequestOrigin | undefined;
};

/**
 * Asks an account with two-factor authentication for a code, and uses the code up; other accounts pass. Comes after the
 * password and everything else that can be wrong, so that no code is used up in vain.
 */
export async function checkTwoFactor(
  { userId, factorCode, origin = unknownOrigin }: GivenCode,
  clock: Clock = systemClock,
): Promise<Outcome<null, CodeProblem>> {
  if (!(await isTwoFactorOn(userId))) return ok(null);
  if (!factorCode) return wrongCode("Enter a code from your authenticator app, or a recovery code.");
  const now = clock();
  const taken = await takeCode(userId, factorCode, now);
  if (!taken.ok) return taken;
  if (taken.value.kind === "recovery") await recordRecoveryCode(userId, origin, now);
  return ok(null);
}

/** Whether the account asks for a code. One that was set up and not confirmed does not count. */
export async function isTwoFactorOn(userId: string): Promise<boolean> {
  return (await findConfirmed(userId)) !== null;
}
