import "server-only";
import { Secret, TOTP } from "otpauth";
import { product } from "@/lib/config/product";
import { codeDigits, stepSeconds, stepsAround } from "@/lib/accounts/rules/two-factor";

/** 160 random bits, as RFC 4226 recommends. */
export function newFactorSecret(): Buffer {
  return Buffer.from(new Secret({ size: 20 }).buffer);
}

export function secretText(secret: Buffer): string {
  return secretOf(secret).base32;
}

/** What the QR code holds: apps read the secret, and show the product's name and the address. */
export function enrollmentUri(secret: Buffer, email: string): string {
  return totp(secret, email).toString();
}

/**
 * The step of the code, when it is one that the app shows now, or just before or after. Null for any other. RFC 6238 with
 * SHA-1, which every app supports.
 */
export function matchedStep(secret: Buffer, digits: string, now: Date): number | null {
  const app = totp(secret);
  for (const step of stepsAround(now)) {
    const timestamp = step * stepSeconds * 1_000;
    // Compares in constant time.
    if (app.validate({ token: digits, timestamp, window: 0 }) !== null) return step;
  }
  return null;
}

function totp(secret: Buffer, label = ""): TOTP {
  const [algorithm, digits, period] = ["SHA1", codeDigits, stepSeconds];
  return new TOTP({ issuer: product.name, label, secret: secretOf(secret), algorithm, digits, period });
}

function secretOf(secret: Buffer): Secret {
  return new Secret({ buffer: Uint8Array.from(secret).buffer });
}
