import "server-only";
import { uuidv7 } from "uuidv7";
import { env } from "@/lib/config/env";
import { transaction, type Tx } from "@/lib/db/client";
import { isUniqueViolation } from "@/lib/db/database-errors";
import { paths } from "@/lib/kernel/paths";
import { ok, type Outcome } from "@/lib/kernel/outcome";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { alreadyRegisteredMail, verifyAddressMail } from "@/lib/mail/templates/account-mails";
import { recordSignUpAcceptance } from "@/lib/policies/acceptances";
import { issueToken, tokenLink } from "./internal/email-token";
import { insertUser } from "./internal/insert-user";
import { lockUserByEmail } from "./internal/lock-user";
import { hashPassword } from "./internal/password";
import { passwordWeakness } from "./internal/password-strength";
import { signUpProof } from "./internal/sign-up-proof";
import type { SignUp } from "./rules/account-input";

export type SignedUp = {
  readonly email: string;
  /** For a cookie of this browser: with it, the mailed link needs no password. */
  readonly proof: string;
};

/**
 * Creates an account, or informs the owner of an existing one by mail that someone tried. The result and the work are
 * the same, so that no one can find out who has an account.
 *
 * An account whose address was never confirmed belongs to the user who confirms it: signing up again replaces its
 * password and ends its sessions and links, so that no one can create an account with another person's address and wait
 * in it.
 */
export async function signUp(input: SignUp): Promise<Outcome<SignedUp, "weak_password">> {
  const weakness = await passwordWeakness(input.password, [input.email, input.name]);
  if (weakness) return weakness;
  const passwordHash = await hashPassword(input.password);
  let secret: string;
  try {
    secret = await transaction((tx) => registerOrNotify(tx, input, passwordHash));
  } catch (error) {
    // Two concurrent sign-ups with one address: the second finds the first one's account.
    if (!isUniqueViolation(error)) throw error;
    secret = await transaction((tx) => registerOrNotify(tx, input, passwordHash));
  }
  void deliverMails();
  return ok({ email: input.email, proof: signUpProof(secret) });
}

/**
 * Every address costs the same statements, whether or not it has an account. A user is always inserted; when the
 * address already has one, the inserted user has a placeholder address and is rolled back to the savepoint. Returns the
 * secret of the link; for an address that has an account, one that was never stored.
 */
async function registerOrNotify(tx: Tx, input: SignUp, passwordHash: string): Promise<string> {
  const { email } = input;
  const known = await lockUserByEmail(tx, email);
  await tx.$executeRaw`SAVEPOINT before_newcomer`;
  const address = known ? `${uuidv7()}@nobody.invalid` : email;
  const newcomer = await insertUser(tx, { ...input, email: address, passwordHash });
  await recordSignUpAcceptance(tx, newcomer.userId);
  const isTaken = known?.isVerified ?? false;
  const forNewcomer = { userId: newcomer.userId, purpose: "verify", email: address } as const;
  let secret = known && !isTaken ? "" : await issueToken(tx, forNewcomer);
  if (known) await tx.$executeRaw`ROLLBACK TO SAVEPOINT before_newcomer`;
  else await tx.$executeRaw`RELEASE SAVEPOINT before_newcomer`;
  // A random id when there is nothing to take over: for confirmed users and for new ones.
  await takeOver(tx, known && !isTaken ? known.id : uuidv7(), input, passwordHash);
  if (known && !isTaken) secret = await issueToken(tx, { userId: known.id, purpose: "verify", email });
  const { appUrl } = env();
  await queueMail(
    tx,
    isTaken
      ? alreadyRegisteredMail(email, `${appUrl}${paths.signIn}`, `${appUrl}${paths.reset}`)
      : verifyAddressMail(email, tokenLink(paths.verify, secret)),
  );
  return secret;
}

async function takeOver(tx: Tx, userId: string, input: SignUp, passwordHash: string): Promise<void> {
  await tx.session.deleteMany({ where: { userId } });
  await tx.emailToken.deleteMany({ where: { userId } });
  await tx.user.updateMany({
    where: { id: userId, emailVerifiedAt: null },
    data: { passwordHash, name: input.name || null },
  });
}
