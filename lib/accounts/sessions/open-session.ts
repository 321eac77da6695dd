import "server-only";
import { authenticate, type Credentials } from "@/lib/accounts/authenticate";
import { mintDeviceToken } from "@/lib/accounts/internal/device-token";
import { recordGoodSignIn } from "@/lib/accounts/security-log/record-good-sign-in";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { startSession } from "./start-session";

// A concurrent sign-in may rehash an outdated password between the check and the insert; a second attempt finds the new
// hash.
const looksMax = 3;

type Opened = {
  readonly userId: string;
  readonly email: string;
  readonly secret: string;
  /** The device cookie: attempts from this browser count as the owner's from now on. */
  readonly deviceToken: string;
};

/**
 * Signs in: checks address and password, and opens a session only while that password is still current.
 *
 * @param device name of the device, when it has signed in before.
 */
export async function openSession(
  credentials: Credentials,
  device: string | null = null,
): Promise<Outcome<Opened, "wrong_credentials">> {
  for (let look = 0; look < looksMax; look += 1) {
    const proven = await authenticate(credentials);
    if (!proven.ok) return proven;
    const secret = await startSession(proven.value, credentials.origin);
    if (!secret) continue;
    const { userId, email } = proven.value;
    recordGoodSignIn({ userId, email, origin: credentials.origin, isKnownDevice: device !== null });
    return ok({ userId, email, secret, deviceToken: mintDeviceToken(proven.value, device) });
  }
  return fail("wrong_credentials");
}
