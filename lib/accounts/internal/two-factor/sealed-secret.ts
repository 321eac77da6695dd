import "server-only";
import * as sealed from "@/lib/config/sealed-secrets";

/** Part of what is encrypted: another text would make every stored secret unreadable. */
const purpose = "counterfoil second factors";
const ownerOf = (factorId: string) => `second factor ${factorId}`;

/** Encrypts the secret of an authenticator app, bound to its row. */
export function sealSecret(factorId: string, secret: Uint8Array): sealed.SealedSecret {
  return sealed.sealSecret(purpose, ownerOf(factorId), secret);
}

/** Null when neither configured key decrypts it. */
export function openSecret(factorId: string, stored: Parameters<typeof sealed.openSecret>[2]): Buffer | null {
  return sealed.openSecret(purpose, ownerOf(factorId), stored);
}

export function secretPrints() {
  return sealed.secretPrints(purpose);
}
