import "server-only";
import { db, transaction } from "@/lib/db/client";
import type { RequestOrigin } from "@/lib/kernel/network";
import { type Failure, fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { confirmAddress } from "./internal/confirm-address";
import { peekToken, takeToken } from "./internal/email-token";
import { lockUser } from "./internal/lock-user";
import { isPassword } from "./internal/password";
import { recordSecurityEvent } from "./security-log/record-security-event";

/** What the link needs in addition: the account's password, or a session of the account. */
type Proof = { readonly password: string } | { readonly userId: string };

type VerificationError = "link_invalid" | "wrong_password";

/**
 * Confirms the address behind a link, once, within 24 hours. The link is not enough: it proves the mailbox, and the
 * password proves that the reader of the mailbox also created the account. Without that, an attacker could sign up with
 * another person's address and let that person confirm it.
 */
export async function verifyEmail(
  token: string,
  proof: Proof,
  origin: RequestOrigin,
): Promise<Outcome<{ userId: string; email: string }, VerificationError>> {
  const holder = await peekToken(token, "verify");
  if (!holder) return linkInvalid();
  const provenHash = await proveHash(holder.userId, proof);
  if (provenHash === null) return wrongPassword();
  return transaction(async (tx) => {
    const user = await lockUser(tx, holder.userId);
    if (!user) return linkInvalid();
    if (provenHash !== "session" && user.passwordHash !== provenHash) return wrongPassword();
    const taken = await takeToken(tx, token, "verify");
    if (!taken) return linkInvalid();
    await confirmAddress(tx, taken.userId, taken.email);
    await recordSecurityEvent(tx, { userId: taken.userId, kind: "email_verified", origin });
    return ok(taken);
  });
}

/** The address that a link would confirm, for its page; null when the link is used or too old. */
export async function findVerification(token: string): Promise<{ userId: string; email: string } | null> {
  return peekToken(token, "verify");
}

/** The hash that the password was checked against, "session" when a session is the proof, null without proof. */
async function proveHash(userId: string, proof: Proof): Promise<string | null> {
  if ("userId" in proof) return proof.userId === userId ? "session" : null;
  const user = await db().user.findUnique({ where: { id: userId }, select: { passwordHash: true } });
  const passwordHash = user?.passwordHash ?? null;
  return (await isPassword(passwordHash, proof.password)) ? passwordHash : null;
}

function wrongPassword(): Failure<"wrong_password"> {
  return fail("wrong_password", {
    field: "password",
    message: "That isn't the password you chose when you signed up.",
  });
}

function linkInvalid(): Failure<"link_invalid"> {
  return fail("link_invalid", {
    message: "This link was used already or is older than 24 hours. Sign in to get a new one.",
  });
}
