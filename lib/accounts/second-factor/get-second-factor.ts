import "server-only";
import { db } from "@/lib/db/client";
import { type Clock, msPerMinute, systemClock } from "@/lib/kernel/clock";
import { type QrPath, qrPath } from "../internal/second-factor/qr-path";
import { openSecret } from "../internal/second-factor/sealed-secret";
import { enrollmentUri, secretText } from "../internal/second-factor/totp";
import { setUpMinutes } from "../rules/second-factor";

export type SecondFactorView =
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

/** The state of an account's second factor, for its page. The secret is shown only until it is confirmed. */
export async function getSecondFactor(userId: string, clock: Clock = systemClock): Promise<SecondFactorView> {
  const factor = await db().secondFactor.findUnique({
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
