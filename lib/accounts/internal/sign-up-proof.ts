import "server-only";
import { timingSafeEqual } from "node:crypto";
import { deriveSecret } from "@/lib/config/secrets";

/**
 * Proves that a browser made the sign-up whose link has this secret. It belongs to this one link, so it is worthless as
 * soon as another sign-up with the address replaces the password and, with it, the link. It does not reveal the secret.
 */
export function signUpProof(linkSecret: string): string {
  return deriveSecret("sign-up", linkSecret);
}

export function isSignUpProof(proof: string | null, linkSecret: string): boolean {
  const wanted = Buffer.from(signUpProof(linkSecret));
  const shown = Buffer.from(proof ?? "");
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}
