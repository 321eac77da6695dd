import "server-only";
import { uuidv7 } from "uuidv7";
import { errorFacts, log } from "@/lib/config/log";
import { db } from "@/lib/db/client";
import type { RequestOrigin } from "@/lib/kernel/network";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { hashPassword, isOutdated, isPassword } from "./internal/password";
import { recordSecurityEvent } from "./security-log/record-security-event";

type Credentials = { readonly email: string; readonly password: string; readonly origin: RequestOrigin };

/**
 * Whose address and password these are. Unknown address and wrong password are one answer after one delay (AU2).
 * What is only done for known accounts is not waited for.
 */
export async function authenticate(
  credentials: Credentials,
): Promise<Outcome<{ userId: string; email: string }, "wrong_credentials">> {
  const { email, password, origin } = credentials;
  const user = await db().user.findUnique({ where: { email }, select: { id: true, passwordHash: true } });
  const isRight = await isPassword(user?.passwordHash ?? null, password);
  if (!user || !isRight) {
    note(user?.id ?? null, "sign_in_failed", origin);
    return fail("wrong_credentials", { message: "That address and password do not go together." });
  }
  if (user.passwordHash && isOutdated(user.passwordHash)) {
    const passwordHash = await hashPassword(password);
    await db().user.updateMany({
      where: { id: user.id, passwordHash: user.passwordHash },
      data: { passwordHash },
    });
  }
  note(user.id, "sign_in", origin);
  return ok({ userId: user.id, email });
}

/**
 * True when this account has signed in from this network before: its owner keeps an allowance of attempts of his own
 * there, so that strangers who guess elsewhere cannot lock him out (A14).
 */
export async function isKnownNetwork(email: string, network: string | null): Promise<boolean> {
  if (!network) return false;
  const seen = await db().securityEvent.findFirst({
    where: { user: { email }, kind: { in: ["sign_in", "email_verified"] }, network },
    select: { id: true },
  });
  return seen !== null;
}

/** Not waited for. For nobody a statement of the same kind finds nothing, so that the next answer is not sooner. */
function note(userId: string | null, kind: "sign_in" | "sign_in_failed", origin: RequestOrigin): void {
  const written = userId
    ? recordSecurityEvent(db(), { userId, kind, origin })
    : db().securityEvent.deleteMany({ where: { id: uuidv7() } });
  void written.catch((error: unknown) => log().warn(errorFacts(error), "security event not recorded"));
}
