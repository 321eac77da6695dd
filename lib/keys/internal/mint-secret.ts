import "server-only";
import { randomBytes } from "node:crypto";
import { secretFrom, secretLabel } from "@/lib/keys/rules/key-format";
import { hashSecret } from "./hash-secret";

export type MintedSecret = {
  /** Shown once, and stored nowhere. */
  readonly secret: string;
  readonly hash: Buffer;
  readonly label: string;
};

/** A new secret with 224 random bits, and what is stored of it. */
export function mintSecret(): MintedSecret {
  const secret = secretFrom(randomBytes(28).toString("hex"));
  return { secret, hash: hashSecret(secret), label: secretLabel(secret) };
}
