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
 * The person as of now, unchanged by anybody else until this transaction ends; null when there is none or the account
 * was deleted. Everything that changes an account, or leaves rows about its person, begins with this: of two at once
 * the second sees what the first has done. Locked before any other row of the account, so that nobody waits in a circle.
 */
export async function lockUser(tx: Tx, userId: string): Promise<LockedUser | null> {
  const rows = await tx.$queryRaw<LockedUser[]>`
    SELECT id, email, name, password_hash AS "passwordHash", email_verified_at IS NOT NULL AS "isVerified"
      FROM users WHERE id = ${userId}::uuid AND deleted_at IS NULL FOR NO KEY UPDATE`;
  return rows[0] ?? null;
}

/** The same for whoever has this address. */
export async function lockUserByEmail(tx: Tx, email: string): Promise<LockedUser | null> {
  const rows = await tx.$queryRaw<LockedUser[]>`
    SELECT id, email, name, password_hash AS "passwordHash", email_verified_at IS NOT NULL AS "isVerified"
      FROM users WHERE email = ${email} AND deleted_at IS NULL FOR NO KEY UPDATE`;
  return rows[0] ?? null;
}
