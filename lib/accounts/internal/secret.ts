import "server-only";
import { createHash, randomBytes } from "node:crypto";

/** 256 random bits as 43 characters that are safe in cookies and links. */
export function mintSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** The stored form of a secret. It has full entropy, so a plain hash cannot be reversed by guessing. */
export function hashSecret(secret: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update(secret).digest());
}
