import "server-only";
import { env } from "@/lib/config/env";
import type { Tx } from "@/lib/db/client";
import { db } from "@/lib/db/client";
import { msPerDay, msPerHour, msPerMinute } from "@/lib/kernel/clock";
import type { paths } from "@/lib/kernel/paths";
import { hashSecret, mintSecret } from "@/lib/config/secrets";

export type TokenPurpose = "verify" | "reset" | "secure";

const lifetimes: Readonly<Record<TokenPurpose, number>> = {
  verify: 24 * msPerHour,
  reset: 30 * msPerMinute,
  // It can only take access away, and a mail may be read days later.
  secure: 7 * msPerDay,
};

type Issue = { readonly userId: string; readonly purpose: TokenPurpose; readonly email: string };

/** Creates a single-use secret for a link. Older ones stay valid until one is used: mails arrive in any order. */
export async function issueToken(tx: Tx, issue: Issue): Promise<string> {
  const secret = mintSecret();
  const expiresAt = new Date(Date.now() + lifetimes[issue.purpose]);
  await tx.emailToken.create({ data: { ...issue, tokenHash: hashSecret(secret), expiresAt } });
  return secret;
}

export type TokenHolder = { readonly userId: string; readonly email: string };

/**
 * Claims a token. Of many concurrent callers exactly one gets it, because the statement that checks the row also claims
 * it. All other tokens of the same purpose are deleted. Null when it is unknown, used or too old.
 */
export async function takeToken(tx: Tx, secret: string, purpose: TokenPurpose): Promise<TokenHolder | null> {
  const [taken] = await tx.emailToken.updateManyAndReturn({
    where: { tokenHash: hashSecret(secret), purpose, usedAt: null, expiresAt: { gt: new Date() } },
    data: { usedAt: new Date() },
    select: { userId: true, email: true },
  });
  if (!taken) return null;
  await tx.emailToken.deleteMany({ where: { userId: taken.userId, purpose, usedAt: null } });
  return taken;
}

/** The holder of a token, without claiming it: for the page behind the link. */
export async function peekToken(secret: string, purpose: TokenPurpose): Promise<TokenHolder | null> {
  return db().emailToken.findFirst({
    where: { tokenHash: hashSecret(secret), purpose, usedAt: null, expiresAt: { gt: new Date() } },
    select: { userId: true, email: true },
  });
}

/** Built only from the configured origin: a request's headers must never decide where a mail links to. */
export function tokenLink(
  path: typeof paths.verify | typeof paths.reset | typeof paths.secureAccount,
  secret: string,
): string {
  return `${env().appUrl}${path}?token=${secret}`;
}
