import "server-only";
import type { Tx } from "@/lib/db/client";
import { db } from "@/lib/db/client";
import { msPerHour, msPerMinute } from "@/lib/kernel/clock";
import { hashSecret, mintSecret } from "./secret";

export type TokenPurpose = "verify" | "reset";

const lifetimes: Readonly<Record<TokenPurpose, number>> = { verify: 24 * msPerHour, reset: 30 * msPerMinute };

type Issue = { readonly userId: string; readonly purpose: TokenPurpose; readonly email: string };

/** Makes a one-use secret for a link. Older ones stay good until one is used: mails arrive in any order. */
export async function issueToken(tx: Tx, issue: Issue): Promise<string> {
  const secret = mintSecret();
  const expiresAt = new Date(Date.now() + lifetimes[issue.purpose]);
  await tx.emailToken.create({ data: { ...issue, tokenHash: hashSecret(secret), expiresAt } });
  return secret;
}

export type TokenHolder = { readonly userId: string; readonly email: string };

/**
 * Takes a token: of many takers at once exactly one gets it, for the row is claimed by the statement that checks it.
 * All others of the same purpose die with it. Null when unknown, used or too old.
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

/** Who would take this token, without taking it: for the page behind the link. */
export async function peekToken(secret: string, purpose: TokenPurpose): Promise<TokenHolder | null> {
  return db().emailToken.findFirst({
    where: { tokenHash: hashSecret(secret), purpose, usedAt: null, expiresAt: { gt: new Date() } },
    select: { userId: true, email: true },
  });
}
