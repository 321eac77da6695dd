import "server-only";
import { hash } from "node:crypto";

/** SHA-256 of a whole secret. Secrets have 224 random bits, so a plain hash cannot be reversed by search. */
export function hashSecret(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}
