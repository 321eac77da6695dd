import "server-only";
import { uuidv7 } from "uuidv7";
import { hashSecret, mintSecret } from "@/lib/config/secrets";
import { sqlPool } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import type { RequestOrigin } from "@/lib/kernel/network";
import { sessionDays } from "../rules/session-periods";

/** The user whose password was checked, and the hash it was checked against: null for an account without a password. */
export type CheckedPassword = {
  readonly userId: string;
  readonly passwordHash: string | null;
  /** A code was used up for this session. Without it, accounts that ask for one get no session. */
  readonly codeTaken?: boolean;
};

/**
 * Opens a session and returns its secret; only the secret's hash is stored. Null when the checked password is no longer
 * current, the account was deleted, or its two-factor authentication was not asked for. One statement checks and inserts, and waits
 * for a transaction that is changing the user's row: it sees a change that committed first, and a later change sees this
 * session and ends it. Only two-factor authentication that is turned on in the same moment may be missed, as by a session that was
 * opened just before.
 */
export async function startSession(checked: CheckedPassword, origin: RequestOrigin): Promise<string | null> {
  const secret = mintSecret();
  const expiresAt = new Date(Date.now() + sessionDays * msPerDay);
  const { userId, passwordHash, codeTaken = false } = checked;
  const { rowCount } = await sqlPool().query(
    `INSERT INTO sessions (id_hash, user_id, public_id, claims, user_agent, network, expires_at)
     SELECT $1, u.id, $2, '{}', $3, $4, $5
       FROM users u
      WHERE u.id = $6 AND u.password_hash IS NOT DISTINCT FROM $7 AND u.deleted_at IS NULL
        AND ($8::boolean OR NOT EXISTS (
          SELECT 1 FROM two_factor_secrets f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL))
        FOR SHARE OF u`,
    [
      hashSecret(secret),
      uuidv7(),
      origin.userAgent,
      origin.network,
      expiresAt,
      userId,
      passwordHash,
      codeTaken,
    ],
  );
  return rowCount === 1 ? secret : null;
}
