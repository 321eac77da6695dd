import "server-only";
import { sqlPool } from "@/lib/db/client";
import { readDeviceToken } from "./internal/device-token";

type Asking = {
  readonly email: string;
  readonly network: string;
  /** What the browser kept from an earlier sign-in; null for none. */
  readonly deviceToken: string | null;
};

export type SignInTrust = {
  /** The account has signed in from this network before. */
  readonly isKnownNetwork: boolean;
  /** Name of the device that it has signed in on before; null for a stranger's. */
  readonly device: string | null;
};

/**
 * Whether guesses at this account come from where its owner has been: there he keeps an allowance of his own, so that
 * strangers who guess elsewhere cannot lock him out. Unknown addresses are looked up in the same way.
 */
export async function findSignInTrust({ email, network, deviceToken }: Asking): Promise<SignInTrust> {
  const { rows } = await sqlPool().query<{ id: string; password_hash: string | null; is_known: boolean }>(
    `SELECT u.id, u.password_hash,
            EXISTS (SELECT 1 FROM security_events e
                     WHERE e.user_id = u.id AND e.kind IN ('sign_in', 'email_verified') AND e.network = $2) AS is_known
       FROM users u WHERE u.email = $1 AND u.deleted_at IS NULL`,
    [email, network],
  );
  const [row] = rows;
  const owner = row ? { userId: row.id, passwordHash: row.password_hash } : null;
  return { isKnownNetwork: row?.is_known ?? false, device: readDeviceToken(deviceToken, owner) };
}
