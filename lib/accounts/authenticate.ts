import "server-only";
import { db } from "@/lib/db/client";
import type { RequestOrigin } from "@/lib/kernel/network";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { hashPassword, isOutdated, isPassword } from "./internal/password";
import { noteSignIn } from "./security-log/note-sign-in";

export type Credentials = {
  readonly email: string;
  readonly password: string;
  readonly origin: RequestOrigin;
};

/** Who was recognised, and by which hash: what follows counts only while that is the account's. */
type Authenticated = {
  readonly userId: string;
  readonly email: string;
  readonly passwordHash: string | null;
};

/**
 * Whose address and password these are. Unknown address and wrong password get one answer after one delay.
 * What is only done for known accounts is not waited for.
 */
export async function authenticate(
  credentials: Credentials,
): Promise<Outcome<Authenticated, "wrong_credentials">> {
  const { email, password, origin } = credentials;
  const user = await db().user.findUnique({ where: { email }, select: { id: true, passwordHash: true } });
  const isRight = await isPassword(user?.passwordHash ?? null, password);
  if (!user || !isRight) {
    noteSignIn(user?.id ?? null, "sign_in_failed", origin);
    return fail("wrong_credentials", { message: "Incorrect email or password." });
  }
  const passwordHash = await renewed(user, password);
  return ok({ userId: user.id, email, passwordHash });
}

/** Replaces a hash of weaker parameters, unless the password was changed meanwhile. */
async function renewed(
  { id, passwordHash }: { id: string; passwordHash: string | null },
  password: string,
): Promise<string | null> {
  if (!passwordHash || !isOutdated(passwordHash)) return passwordHash;
  const stronger = await hashPassword(password);
  const where = { id, passwordHash, deletedAt: null };
  await db().user.updateMany({ where, data: { passwordHash: stronger } });
  return stronger;
}
