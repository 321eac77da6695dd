import "server-only";
import { createHash, hkdfSync } from "node:crypto";
import { env } from "@/lib/config/env";
import { openBytes, sealBytes } from "@/lib/config/sealed-bytes";

/** A secret as it is stored, bound to its factor. */
export type SealedSecret = {
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly ciphertext: Uint8Array<ArrayBuffer>;
  readonly keyPrint: Uint8Array<ArrayBuffer>;
};

/** Encrypts the secret of a second factor with ENCRYPTION_KEY. */
export function sealSecret(factorId: string, secret: Uint8Array): SealedSecret {
  const wrapping = wrappingKey(env().encryptionKey);
  const { nonce, ciphertext } = sealBytes(wrapping, ownerOf(factorId), secret);
  const keyPrint = printOf(wrapping);
  return { nonce: Uint8Array.from(nonce), ciphertext: Uint8Array.from(ciphertext), keyPrint };
}

/** The secret as ENCRYPTION_KEY or ENCRYPTION_KEY_PREVIOUS decrypts it; null when neither does. */
export function openSecret(
  factorId: string,
  sealed: { readonly nonce: Uint8Array; readonly ciphertext: Uint8Array },
): Buffer | null {
  const { encryptionKey, previousEncryptionKey } = env();
  const [nonce, ciphertext] = [Buffer.from(sealed.nonce), Buffer.from(sealed.ciphertext)];
  for (const key of [encryptionKey, previousEncryptionKey]) {
    try {
      if (key) return openBytes(wrappingKey(key), ownerOf(factorId), { nonce, ciphertext });
    } catch {
      // The next key.
    }
  }
  return null;
}

/** The prints of secrets that ENCRYPTION_KEY and ENCRYPTION_KEY_PREVIOUS encrypted. */
export function secretPrints() {
  const { encryptionKey, previousEncryptionKey } = env();
  return {
    current: printOf(wrappingKey(encryptionKey)),
    previous: previousEncryptionKey && printOf(wrappingKey(previousEncryptionKey)),
  };
}

function ownerOf(factorId: string): string {
  return `second factor ${factorId}`;
}

function wrappingKey(encryptionKey: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", encryptionKey, "", "counterfoil second factors", 32));
}

function printOf(wrapping: Buffer): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update("print").update(wrapping).digest().subarray(0, 8));
}
