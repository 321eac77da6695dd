import "server-only";
import { db } from "@/lib/db/client";
import { type Clock, msPerMinute, systemClock } from "@/lib/kernel/clock";
import { type QrPath, qrPath } from "../internal/two-factor/qr-path";
import { openSecret } from "../internal/two-factor/sealed-secret";
import { enrollmentUri, secretText } from "../internal/two-factor/totp";
import { setUpMinutes } from "../rules/two-factor";

export type TwoFactorView =
  | { readonly state: "off" }
  | {
      readonly state: "pending";
      /** In base32. */
      readonly secret: string;
      /** Opens an app with the secret. */
      readonly uri: string;
      /** The same as a QR code. */
      readonly qr: QrPath;
      /** It has to be confirmed before. */
      readonly until: Date;
    }
  | { readonly state: "on"; readonly since: Date; readonly codesLeft: number };

/** The state of an account's two-factor authentication, for its page. The secret is shown only until it is confirmed. */
export async function getTwoFactor(userId: string, clock: Clock = systemClock): Promise<TwoFactorView> {
  const factor = await db().twoFactorSecret.findUnique({
    where: { userId },
    select: {
      id: true,
      nonce: true,
      ciphertext: true,
      createdAt: true,
      confirmedAt: true,
      user: { select: { email: true, _count: { select: { recoveryCodes: true } } } },
    },
  });
  if (!factor) return { state: "off" };
  const { user, confirmedAt } = factor;
  if (confirmedAt) return { state: "on", since: confirmedAt, codesLeft: user._count.recoveryCodes };
  const until = new Date(factor.createdAt.getTime() + setUpMinutes * msPerMinute);
  const secret = until > clock() ? openSecret(factor.id, factor) : null;
  if (!secret) return { state: "off" };
  const uri = enrollmentUri(secret, user.email ?? "");
  return { state: "pending", secret: secretText(secret), uri, qr: qrPath(uri), until };
}
