import "server-only";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { env } from "./env";

/** Encrypted bytes as they are stored: AES-256-GCM, the tag at the end of the ciphertext. */
export type SealedBytes = { readonly nonce: Buffer; readonly ciphertext: Buffer };

const algorithm = "aes-256-gcm";
const tagBytes = 16;

/** Encrypts bytes. `owner` is authenticated with them, so that bytes that were moved to another owner do not decrypt. */
export function sealBytes(key: Buffer, owner: string, bytes: Uint8Array): SealedBytes {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, key, nonce);
  cipher.setAAD(Buffer.from(owner, "utf8"));
  return { nonce, ciphertext: Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]) };
}

/** Throws when the key or the owner is another one, or a byte was changed. */
export function openBytes(key: Buffer, owner: string, { nonce, ciphertext }: SealedBytes): Buffer {
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(owner, "utf8"));
  decipher.setAuthTag(ciphertext.subarray(ciphertext.length - tagBytes));
  const head = decipher.update(ciphertext.subarray(0, ciphertext.length - tagBytes));
  return Buffer.concat([head, decipher.final()]);
}

/**
 * Decrypts with ENCRYPTION_KEY, or after a change of it with ENCRYPTION_KEY_PREVIOUS, and tells which. Throws when neither
 * does.
 */
export function openWithEitherKey(
  owner: string,
  sealed: SealedBytes,
): { readonly key: "current" | "previous"; readonly bytes: Buffer } {
  const { encryptionKey, previousEncryptionKey } = env();
  try {
    return { key: "current", bytes: openBytes(encryptionKey, owner, sealed) };
  } catch (error) {
    if (!previousEncryptionKey) throw error;
    return { key: "previous", bytes: openBytes(previousEncryptionKey, owner, sealed) };
  }
}
