import "server-only";
import { db } from "@/lib/db/client";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import type { RequestOrigin } from "@/lib/kernel/network";
import { type Failure, fail, ok, type Outcome } from "@/lib/kernel/outcome";
import type { CodeProblem } from "./internal/two-factor/check-code";
import { isPassword } from "./internal/password";
import { checkTwoFactor } from "./two-factor/check-two-factor";

export type IdentityProblem = "wrong_password" | CodeProblem;

/** What a signed-in person gives to prove that they own the account. */
export type GivenProof = {
  readonly userId: string;
  readonly currentPassword: string;
  /** Required when two-factor authentication is on. */
  readonly factorCode?: string | undefined;
  readonly origin?: RequestOrigin | undefined;
};

/**
 * Checks the password of a signed-in user again, and a code when two-factor authentication is on, before something that a borrowed
 * session must not do. Returns the hash that the password was checked against: what follows is right only while that hash
 * is current.
 */
export async function proveIdentity(
  { userId, currentPassword, factorCode, origin }: GivenProof,
  clock: Clock = systemClock,
): Promise<Outcome<{ readonly passwordHash: string | null }, IdentityProblem>> {
  const user = await db().user.findFirst({
    where: { id: userId, deletedAt: null },
    select: { passwordHash: true },
  });
  if (!user || !(await isPassword(user.passwordHash, currentPassword))) return notProven();
  const code = await checkTwoFactor({ userId, factorCode, origin }, clock);
  return code.ok ? ok({ passwordHash: user.passwordHash }) : code;
}

/** The failure of `proveIdentity`, for an account that ended or lost its password after the check. */
export function notProven(): Failure<"wrong_password"> {
  return fail("wrong_password", {
    field: "currentPassword",
    message: "That isn't your current password.",
  });
}
