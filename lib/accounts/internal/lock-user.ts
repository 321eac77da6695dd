import "server-only";
import type { Tx } from "@/lib/db/client";

export type LockedUser = {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly passwordHash: string | null;
  readonly isVerified: boolean;
};

/**
 * Locks the user's row until the transaction ends and returns it; null when it does not exist or the account was
 * deleted. Every transaction that changes an account, or inserts rows about its user, starts with this: of two
 * concurrent ones, the second sees the first one's changes. It is locked before any other row of the account, which
 * rules out deadlocks.
 */
export async function lockUser(tx: Tx, userId: string): Promise<LockedUser | null> {
  const rows = await tx.$queryRaw<LockedUser[]>`
    SELECT id, email, name, password_hash AS "passwordHash", email_verified_at IS NOT NULL AS "isVerified"
      FROM users WHERE id = ${userId}::uuid AND deleted_at IS NULL FOR NO KEY UPDATE`;
  return rows[0] ?? null;
}

/** Locks the user with this address; see `lockUser`. */
export async function lockUserByEmail(tx: Tx, email: string): Promise<LockedUser | null> {
  const rows = await tx.$queryRaw<LockedUser[]>`
    SELECT id, email, name, password_hash AS "passwordHash", email_verified_at IS NOT NULL AS "isVerified"
      FROM users WHERE email = ${email} AND deleted_at IS NULL FOR NO KEY UPDATE`;
  return rows[0] ?? null;
}
