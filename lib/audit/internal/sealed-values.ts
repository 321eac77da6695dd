import "server-only";
import { randomBytes } from "node:crypto";
import { openBytes, sealBytes } from "@/lib/config/sealed-bytes";
import { openSecret, type SealedSecret, sealSecret, secretPrints } from "@/lib/config/sealed-secrets";
import type { AuditValues } from "../rules/personal-values";

const nonceBytes = 12;

/** The personal values of an entry. */
export type PersonalValues = { readonly before?: AuditValues; readonly after?: AuditValues };

/** A new random key of 32 bytes, for one workspace. */
export function newKey(): Buffer {
  return randomBytes(32);
}

const purpose = "counterfoil audit keys";

/** Encrypts a workspace's key with ENCRYPTION_KEY, bound to the workspace. */
export function wrapKey(key: Buffer, workspaceId: string): SealedSecret {
  return sealSecret(purpose, workspaceId, key);
}

/** The key as ENCRYPTION_KEY or ENCRYPTION_KEY_PREVIOUS decrypts it; null when neither does. */
export function unwrapKey(stored: Parameters<typeof openSecret>[2], workspaceId: string): Buffer | null {
  return openSecret(purpose, workspaceId, stored);
}

/** The prints of keys that ENCRYPTION_KEY and ENCRYPTION_KEY_PREVIOUS encrypted. */
export function keyPrints() {
  return secretPrints(purpose);
}

/** Encrypts the personal values of one entry, bound to it. */
export function sealValues(key: Buffer, entryId: string, values: PersonalValues): Buffer {
  return encrypt(key, Buffer.from(JSON.stringify(values), "utf8"), entryId);
}

/** Null when the key is another one, or the entry was changed. */
export function openValues(key: Buffer, entryId: string, sealed: Uint8Array): PersonalValues | null {
  const opened = decrypt(key, Buffer.from(sealed), entryId);
  return opened && (JSON.parse(opened.toString("utf8")) as PersonalValues);
}

/** Nonce, ciphertext and tag, one after the other. */
function encrypt(key: Buffer, bytes: Buffer, owner: string): Buffer {
  const { nonce, ciphertext } = sealBytes(key, owner, bytes);
  return Buffer.concat([nonce, ciphertext]);
}

/** Null when the key or the owner is another one, or a byte was changed. */
function decrypt(key: Buffer, sealed: Buffer, owner: string): Buffer | null {
  try {
    return openBytes(key, owner, {
      nonce: sealed.subarray(0, nonceBytes),
      ciphertext: sealed.subarray(nonceBytes),
    });
  } catch {
    return null;
  }
}
