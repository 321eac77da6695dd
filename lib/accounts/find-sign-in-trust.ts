import "server-only";
import { sqlPool } from "@/lib/db/client";
import { readDeviceToken } from "./internal/device-token";
import { isKnownNetwork } from "./internal/known-network";

type SignInSource = {
  readonly email: string;
  readonly network: string;
  /** The device cookie from an earlier sign-in; null for none. */
  readonly deviceToken: string | null;
};

export type SignInTrust = {
  /** The account has signed in from this network before. */
  readonly isKnownNetwork: boolean;
  /** Name of the device that the account has signed in on before; null for an unknown device. */
  readonly device: string | null;
};

/**
 * Tells whether a sign-in attempt comes from a network or device that the account's owner has used. Those have separate
 * limits, so that attackers who guess elsewhere cannot lock the owner out. Unknown addresses cost the same lookup.
 */
export async function findSignInTrust({ email, network, deviceToken }: SignInSource): Promise<SignInTrust> {
  const { rows } = await sqlPool().query<{ id: string; password_hash: string | null; is_known: boolean }>(
    `SELECT u.id, u.password_hash,
            ${isKnownNetwork({ userId: "u.id", network: "$2::text" })} AS is_known
       FROM users u WHERE u.email = $1 AND u.deleted_at IS NULL`,
    [email, network],
  );
  const [row] = rows;
  const owner = row ? { userId: row.id, passwordHash: row.password_hash } : null;
  return { isKnownNetwork: row?.is_known ?? false, device: readDeviceToken(deviceToken, owner) };
}
