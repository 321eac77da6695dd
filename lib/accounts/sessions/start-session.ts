import "server-only";
import { uuidv7 } from "uuidv7";
import { hashSecret, mintSecret } from "@/lib/config/secrets";
import { sqlPool } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import type { RequestOrigin } from "@/lib/kernel/network";
import { sessionDays } from "../rules/session-periods";

/** The user whose password was checked, and the hash it was checked against: null for an account without a password. */
export type CheckedPassword = { readonly userId: string; readonly passwordHash: string | null };

/**
 * Opens a session and returns its secret; only the secret's hash is stored. Null when the checked password is no longer
 * current or the account was deleted. One statement checks and inserts, and waits for a transaction that is changing
 * the user's row: it sees a change that committed first, and a later change sees this session and ends it.
 */
export async function startSession(checked: CheckedPassword, origin: RequestOrigin): Promise<string | null> {
  const secret = mintSecret();
  const expiresAt = new Date(Date.now() + sessionDays * msPerDay);
  const { userId, passwordHash } = checked;
  const { rowCount } = await sqlPool().query(
    `INSERT INTO sessions (id_hash, user_id, public_id, claims, user_agent, network, expires_at)
     SELECT $1, u.id, $2, '{}', $3, $4, $5
       FROM users u
      WHERE u.id = $6 AND u.password_hash IS NOT DISTINCT FROM $7 AND u.deleted_at IS NULL
        FOR SHARE`,
    [hashSecret(secret), uuidv7(), origin.userAgent, origin.network, expiresAt, userId, passwordHash],
  );
  return rowCount === 1 ? secret : null;
}
