import "server-only";
import { uuidv7 } from "uuidv7";
import { hashSecret, mintSecret } from "@/lib/accounts/internal/secret";
import { sqlPool } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import type { RequestOrigin } from "@/lib/kernel/network";

export const idleHours = 12;
const absoluteDays = 7;

/** Whose password was checked, and against which hash: null where the account has none. */
export type Proven = { readonly userId: string; readonly passwordHash: string | null };

/**
 * Opens a session and returns its secret, which is never stored: only its hash is. Null when the password that was
 * proven is no longer the account's, or the account is gone. One statement judges and inserts, and it waits for whoever
 * is changing the row: a change that came first is seen here, and one that comes later sees this session and ends it.
 */
export async function startSession(proven: Proven, origin: RequestOrigin): Promise<string | null> {
  const secret = mintSecret();
  const expiresAt = new Date(Date.now() + absoluteDays * msPerDay);
  const { userId, passwordHash } = proven;
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
