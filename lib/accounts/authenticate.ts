import "server-only";
import { db } from "@/lib/db/client";
import type { RequestOrigin } from "@/lib/kernel/network";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { hashPassword, isOutdated, isPassword } from "./internal/password";
import { recordSignIn } from "./security-log/record-sign-in";

export type Credentials = {
  readonly email: string;
  readonly password: string;
  readonly origin: RequestOrigin;
};

/**
 * The user, and the hash that the password was checked against: a later step is valid only while that hash is current.
 */
type Authenticated = {
  readonly userId: string;
  readonly email: string;
  readonly passwordHash: string | null;
};

/**
 * Checks an address and a password. An unknown address and a wrong password give the same result after the same delay:
 * work that is done only for known accounts is not awaited.
 */
export async function authenticate(
  credentials: Credentials,
): Promise<Outcome<Authenticated, "wrong_credentials">> {
  const { email, password, origin } = credentials;
  const user = await db().user.findUnique({ where: { email }, select: { id: true, passwordHash: true } });
  const isRight = await isPassword(user?.passwordHash ?? null, password);
  if (!user || !isRight) {
    recordSignIn(user?.id ?? null, "sign_in_failed", origin);
    return fail("wrong_credentials", { message: "Incorrect email or password." });
  }
  const passwordHash = await rehashed(user, password);
  return ok({ userId: user.id, email, passwordHash });
}

/** Rehashes a password whose hash has outdated parameters, unless the password was changed concurrently. */
async function rehashed(
  { id, passwordHash }: { id: string; passwordHash: string | null },
  password: string,
): Promise<string | null> {
  if (!passwordHash || !isOutdated(passwordHash)) return passwordHash;
  const stronger = await hashPassword(password);
  const where = { id, passwordHash, deletedAt: null };
  await db().user.updateMany({ where, data: { passwordHash: stronger } });
  return stronger;
}
