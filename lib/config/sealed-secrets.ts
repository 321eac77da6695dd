import "server-only";
import { createHash, hkdfSync } from "node:crypto";
import { env } from "./env";
import { openBytes, sealBytes } from "./sealed-bytes";

/** A short secret as it is stored, with a print of the key that encrypted it: rows of another key are found by an index. */
export type SealedSecret = {
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly ciphertext: Uint8Array<ArrayBuffer>;
  readonly keyPrint: Uint8Array<ArrayBuffer>;
};

/** Encrypts with ENCRYPTION_KEY. `owner` is authenticated with the secret. */
export function sealSecret(purpose: string, owner: string, secret: Uint8Array): SealedSecret {
  const wrapping = wrappingKey(purpose, env().encryptionKey);
  const { nonce, ciphertext } = sealBytes(wrapping, owner, secret);
  return {
    nonce: Uint8Array.from(nonce),
    ciphertext: Uint8Array.from(ciphertext),
    keyPrint: printOf(wrapping),
  };
}

/** The secret as ENCRYPTION_KEY or ENCRYPTION_KEY_PREVIOUS decrypts it; null when neither does. */
export function openSecret(
  purpose: string,
  owner: string,
  sealed: { readonly nonce: Uint8Array; readonly ciphertext: Uint8Array },
): Buffer | null {
  const { encryptionKey, previousEncryptionKey } = env();
  const stored = { nonce: Buffer.from(sealed.nonce), ciphertext: Buffer.from(sealed.ciphertext) };
  for (const key of [encryptionKey, previousEncryptionKey]) {
    try {
      if (key) return openBytes(wrappingKey(purpose, key), owner, stored);
    } catch {
      // The next key.
    }
  }
  return null;
}

/** The prints of secrets that ENCRYPTION_KEY and ENCRYPTION_KEY_PREVIOUS encrypted. */
export function secretPrints(purpose: string) {
  const { encryptionKey, previousEncryptionKey } = env();
  return {
    current: printOf(wrappingKey(purpose, encryptionKey)),
    previous: previousEncryptionKey && printOf(wrappingKey(purpose, previousEncryptionKey)),
  };
}

/** A key of its own for each purpose. */
function wrappingKey(purpose: string, encryptionKey: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", encryptionKey, "", purpose, 32));
}

function printOf(wrapping: Buffer): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update("print").update(wrapping).digest().subarray(0, 8));
}
