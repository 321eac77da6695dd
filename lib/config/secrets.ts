import "server-only";
import { createHash, createHmac, randomBytes } from "node:crypto";
import { env } from "./env";

/** 256 random bits as 43 characters that are safe in cookies and links. */
export function mintSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** The stored form of a secret. It has full entropy, so a plain hash cannot be reversed by guessing. */
export function hashSecret(secret: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update(secret).digest());
}

/**
 * A secret that can be computed again from AUTH_SECRET, and a signature over its parts: 43 characters that are safe in
 * cookies and links.
 *
 * @param purpose keeps what is derived for different uses apart.
 */
export function deriveSecret(purpose: string, ...parts: readonly (string | null)[]): string {
  return createHmac("sha256", env().authSecret)
    .update(JSON.stringify([purpose, ...parts]))
    .digest("base64url");
}
