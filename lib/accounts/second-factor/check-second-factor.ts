import "server-only";
import { db } from "@/lib/db/client";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { type RequestOrigin, unknownOrigin } from "@/lib/kernel/network";
import { ok, type Outcome } from "@/lib/kernel/outcome";
import { type CodeProblem, findConfirmed, takeCode, wrongCode } from "../internal/second-factor/check-code";
import { recordSecurityEvent } from "../security-log/record-security-event";

type GivenCode = {
  readonly userId: string;
  /** Of the authenticator app, or a recovery code, as it was typed. */
  readonly factorCode: string | undefined;
  readonly origin?: RequestOrigin | undefined;
};

/**
 * Asks an account with a second factor for a code, and uses the code up; accounts without one pass. Comes after the
 * password and everything else that can be wrong, so that no code is used up in vain.
 */
export async function checkSecondFactor(
  { userId, factorCode, origin = unknownOrigin }: GivenCode,
  clock: Clock = systemClock,
): Promise<Outcome<null, CodeProblem>> {
  if (!(await isSecondFactorOn(userId))) return ok(null);
  if (!factorCode) return wrongCode("Enter a code of your second factor.");
  const taken = await takeCode(userId, factorCode, clock());
  if (!taken.ok) return taken;
  if (taken.value.kind === "recovery")
    await recordSecurityEvent(db(), { userId, kind: "recovery_code_used", origin });
  return ok(null);
}

/** Whether the account asks for a code. One that was set up and not confirmed does not count. */
export async function isSecondFactorOn(userId: string): Promise<boolean> {
  return (await findConfirmed(userId)) !== null;
}
