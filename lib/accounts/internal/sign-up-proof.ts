import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/config/env";

/**
 * Proves that a browser made the sign-up whose link has this secret. It belongs to this one link, so it is worthless as
 * soon as another sign-up with the address replaces the password and, with it, the link. It does not reveal the secret.
 */
export function signUpProof(linkSecret: string): string {
  return createHmac("sha256", env().authSecret)
    .update(JSON.stringify(["sign-up", linkSecret]))
    .digest("base64url");
}

export function isSignUpProof(proof: string | null, linkSecret: string): boolean {
  const wanted = Buffer.from(signUpProof(linkSecret));
  const shown = Buffer.from(proof ?? "");
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}
