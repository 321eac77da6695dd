import "server-only";
import { sqlPool } from "@/lib/db/client";

/** Whether an account was secured and has not been signed in to since. Ask before the sign-in is recorded. */
export async function isFirstSinceSecured(userId: string): Promise<boolean> {
  const { rows } = await sqlPool().query<{ is_first: boolean }>(
    `SELECT EXISTS (
       SELECT 1 FROM security_events s
        WHERE s.user_id = $1 AND s.kind = 'account_secured' AND NOT EXISTS (
          SELECT 1 FROM security_events e
           WHERE e.user_id = $1 AND e.kind IN ('sign_in', 'new_sign_in') AND e.created_at > s.created_at)) AS is_first`,
    [userId],
  );
  return rows[0]?.is_first ?? false;
}
