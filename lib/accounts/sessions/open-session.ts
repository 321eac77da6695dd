import "server-only";
import { authenticate, type Credentials } from "@/lib/accounts/authenticate";
import { mintDeviceToken } from "@/lib/accounts/internal/device-token";
import { mintChallenge } from "@/lib/accounts/internal/two-factor/challenge";
import { isTwoFactorOn } from "@/lib/accounts/two-factor/check-two-factor";
import { isFirstSinceSecured } from "@/lib/accounts/security-log/first-since-secured";
import { recordGoodSignIn } from "@/lib/accounts/security-log/record-good-sign-in";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { startSession } from "./start-session";

// A concurrent sign-in may rehash an outdated password between the check and the insert; a second attempt finds the new
// hash.
const looksMax = 3;

export type Opened = {
  readonly userId: string;
  readonly email: string;
  readonly secret: string;
  /** The device cookie: attempts from this browser count as the owner's from now on. */
  readonly deviceToken: string;
  /** The account was secured, and this is the first sign-in since. */
  readonly isFirstSinceSecured: boolean;
};

/** The password was right, and a code is missing: what `finishSignIn` needs together with the code. */
export type Challenged = { readonly challenge: string };

/**
 * Signs in: checks address and password, and opens a session only while that password is still current. For an account
 * with two-factor authentication it opens none.
 *
 * @param device name of the device, when it has signed in before.
 */
export async function openSession(
  credentials: Credentials,
  device: string | null = null,
  clock: Clock = systemClock,
): Promise<Outcome<Opened | Challenged, "wrong_credentials">> {
  const { origin } = credentials;
  for (let look = 0; look < looksMax; look += 1) {
    const proven = await authenticate(credentials);
    if (!proven.ok) return proven;
    const { userId, email, passwordHash } = proven.value;
    if (await isTwoFactorOn(userId)) {
      const binding = { userId, passwordHash, device, userAgent: origin.userAgent };
      return ok({ challenge: mintChallenge(binding, clock()) });
    }
    const secret = await startSession(proven.value, origin);
    if (!secret) continue;
    const isFirst = await isFirstSinceSecured(userId);
    recordGoodSignIn({ userId, email, origin, isKnownDevice: device !== null });
    const deviceToken = mintDeviceToken(proven.value, device);
    return ok({ userId, email, secret, deviceToken, isFirstSinceSecured: isFirst });
  }
  return fail("wrong_credentials");
}
