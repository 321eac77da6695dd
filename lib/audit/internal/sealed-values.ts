import "server-only";
import { createHash, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/lib/config/env";
import { openBytes, sealBytes } from "@/lib/config/sealed-bytes";
import type { AuditValues } from "../rules/personal-values";

const nonceBytes = 12;

/** The personal values of an entry. */
export type PersonalValues = { readonly before?: AuditValues; readonly after?: AuditValues };

/** A workspace's key as it is stored. */
export type StoredKey = {
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly keyPrint: Uint8Array;
};

/** A new random key of 32 bytes, for one workspace. */
export function newKey(): Buffer {
  return randomBytes(32);
}

/** Encrypts a workspace's key with ENCRYPTION_KEY, bound to the workspace. */
export function wrapKey(key: Buffer, workspaceId: string): StoredKey {
  const wrapping = wrappingKey(env().encryptionKey);
  const sealed = encrypt(wrapping, key, workspaceId);
  return {
    nonce: sealed.subarray(0, nonceBytes),
    ciphertext: sealed.subarray(nonceBytes),
    keyPrint: printOf(wrapping),
  };
}

/** The key as ENCRYPTION_KEY or ENCRYPTION_KEY_PREVIOUS decrypts it; null when neither does. */
export function unwrapKey({ nonce, ciphertext }: StoredKey, workspaceId: string): Buffer | null {
  const { encryptionKey, previousEncryptionKey } = env();
  const sealed = Buffer.concat([nonce, ciphertext]);
  for (const key of [encryptionKey, previousEncryptionKey]) {
    const opened = key && decrypt(wrappingKey(key), sealed, workspaceId);
    if (opened) return opened;
  }
  return null;
}

/** The prints of keys that ENCRYPTION_KEY and ENCRYPTION_KEY_PREVIOUS encrypted. */
export function keyPrints(): { readonly current: Buffer; readonly previous: Buffer | null } {
  const { encryptionKey, previousEncryptionKey } = env();
  return {
    current: printOf(wrappingKey(encryptionKey)),
    previous: previousEncryptionKey && printOf(wrappingKey(previousEncryptionKey)),
  };
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

function wrappingKey(encryptionKey: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", encryptionKey, "", "counterfoil audit keys", 32));
}

function printOf(wrapping: Buffer): Buffer {
  return createHash("sha256").update("print").update(wrapping).digest().subarray(0, 8);
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
