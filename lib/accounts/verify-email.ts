import "server-only";
import { db, transaction } from "@/lib/db/client";
import type { RequestOrigin } from "@/lib/kernel/network";
import { type Failure, fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { confirmAddress } from "./internal/confirm-address";
import { peekToken, takeToken } from "./internal/email-token";
import { lockUser } from "./internal/lock-user";
import { isPassword } from "./internal/password";
import { isSignUpProof } from "./internal/sign-up-proof";
import { mintDeviceToken } from "./internal/device-token";
import { recordSecurityEvent } from "./security-log/record-security-event";
import { recordSignIn } from "./security-log/record-sign-in";
import { startSession } from "./sessions/start-session";

/** What the link needs in addition: the account's password, a session of the account, or the browser's sign-up proof. */
type Proof = { readonly password: string } | { readonly userId: string } | { readonly signUp: string | null };

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
  const confirmed = await confirm(token, proof, origin);
  return confirmed.ok ? ok({ userId: confirmed.value.userId, email: confirmed.value.email }) : confirmed;
}

type SignedIn = { readonly userId: string; readonly secret: string | null; readonly deviceToken: string };

/**
 * Confirms the address in the browser that signed up, and opens a session there: the user chose the password a moment
 * ago. The session's secret is null when the password has changed since.
 */
export async function verifyOwnSignUp(
  token: string,
  proof: string,
  origin: RequestOrigin,
): Promise<Outcome<SignedIn, VerificationError>> {
  const confirmed = await confirm(token, { signUp: proof }, origin);
  if (!confirmed.ok) return confirmed;
  const { userId, passwordHash } = confirmed.value;
  const secret = await startSession({ userId, passwordHash }, origin);
  if (secret) recordSignIn(userId, "sign_in", origin);
  return ok({ userId, secret, deviceToken: mintDeviceToken({ userId, passwordHash }) });
}

/** Whether a browser's proof belongs to the sign-up that sent this link. */
export function isOwnSignUp(token: string, proof: string | null): boolean {
  return isSignUpProof(proof, token);
}

type Confirmed = { readonly userId: string; readonly email: string; readonly passwordHash: string | null };

async function confirm(
  token: string,
  proof: Proof,
  origin: RequestOrigin,
): Promise<Outcome<Confirmed, VerificationError>> {
  const holder = await peekToken(token, "verify");
  if (!holder) return linkInvalid();
  const provenHash =
    "signUp" in proof ? proveSignUp(token, proof.signUp) : await proveHash(holder.userId, proof);
  if (provenHash === null) return wrongPassword();
  return transaction(async (tx) => {
    const user = await lockUser(tx, holder.userId);
    if (!user) return linkInvalid();
    if (provenHash !== "proven" && user.passwordHash !== provenHash) return wrongPassword();
    const taken = await takeToken(tx, token, "verify");
    if (!taken) return linkInvalid();
    await confirmAddress(tx, taken.userId, taken.email);
    await recordSecurityEvent(tx, { userId: taken.userId, kind: "email_verified", origin });
    return ok({ ...taken, passwordHash: user.passwordHash });
  });
}

/** The address that a link would confirm, for its page; null when the link is used or too old. */
export async function findVerification(token: string): Promise<{ userId: string; email: string } | null> {
  return peekToken(token, "verify");
}

function proveSignUp(token: string, proof: string | null): "proven" | null {
  return isSignUpProof(proof, token) ? "proven" : null;
}

/** The hash that the password was checked against, "proven" when a session is the proof, null without proof. */
async function proveHash(
  userId: string,
  proof: { readonly password: string } | { readonly userId: string },
): Promise<string | null> {
  if ("userId" in proof) return proof.userId === userId ? "proven" : null;
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
