import "server-only";
import { uuidv7 } from "uuidv7";
import { errorFacts, log } from "@/lib/config/log";
import { db } from "@/lib/db/client";
import type { RequestOrigin } from "@/lib/kernel/network";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { hashPassword, isOutdated, isPassword } from "./internal/password";
import { recordSecurityEvent } from "./security-log/record-security-event";

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
 * Whose address and password these are. Unknown address and wrong password are one answer after one delay (AU2).
 * What is only done for known accounts is not waited for.
 */
export async function authenticate(
  credentials: Credentials,
): Promise<Outcome<Authenticated, "wrong_credentials">> {
  const { email, password, origin } = credentials;
  const user = await db().user.findUnique({ where: { email }, select: { id: true, passwordHash: true } });
  const isRight = await isPassword(user?.passwordHash ?? null, password);
  if (!user || !isRight) {
    note(user?.id ?? null, "sign_in_failed", origin);
    return fail("wrong_credentials", { message: "That address and password do not go together." });
  }
  const passwordHash = await renewed(user, password);
  note(user.id, "sign_in", origin);
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

/** Not waited for. For nobody the same statement finds no person, so that the next answer is not sooner. */
function note(userId: string | null, kind: "sign_in" | "sign_in_failed", origin: RequestOrigin): void {
  const written = recordSecurityEvent(db(), { userId: userId ?? uuidv7(), kind, origin });
  void written.catch((error: unknown) => log().warn(errorFacts(error), "security event not recorded"));
}
