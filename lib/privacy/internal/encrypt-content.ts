import "server-only";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { StringDecoder } from "node:string_decoder";
import { env } from "@/lib/config/env";

/** The stored form of a content: AES-256-GCM, the tag at the end of the ciphertext. */
export type EncryptedContent = { readonly nonce: Buffer; readonly ciphertext: Buffer };

/** The owner of a content. Authenticated with it, so that a row moved to another owner does not decrypt. */
export type ContentOwner = { readonly workspaceId: string; readonly generationId: string };

const algorithm = "aes-256-gcm";
const tagBytes = 16;
/** Characters that are encrypted without a pause: about a millisecond of work. */
const stepLength = 512_000;

/**
 * Encrypts a text that comes in pieces, and yields to the event loop in between: contents have up to many megabytes.
 */
export async function encryptContent(
  owner: ContentOwner,
  pieces: Iterable<string>,
): Promise<EncryptedContent> {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, env().encryptionKey, nonce);
  cipher.setAAD(ownerBytes(owner));
  const parts: Buffer[] = [];
  let step = "";
  for (const piece of pieces) {
    step += piece;
    if (step.length < stepLength) continue;
    parts.push(cipher.update(step, "utf8"));
    step = "";
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  parts.push(cipher.update(step, "utf8"), cipher.final(), cipher.getAuthTag());
  return { nonce, ciphertext: Buffer.concat(parts) };
}

/** Throws when neither key decrypts it, or when its owner or a byte was changed. */
export function decryptContent(owner: ContentOwner, content: EncryptedContent): string {
  return open(owner, content).bytes.toString("utf8");
}

/** The key that decrypts it; null when no available key does or it is damaged. */
export function keyOf(owner: ContentOwner, content: EncryptedContent): "current" | "previous" | null {
  try {
    return open(owner, content).key;
  } catch {
    return null;
  }
}

/** The content re-encrypted with the current key; null when it already is. Throws when no key decrypts it. */
export async function reencryptContent(
  owner: ContentOwner,
  content: EncryptedContent,
): Promise<EncryptedContent | null> {
  const { key, bytes } = open(owner, content);
  return key === "current" ? null : encryptContent(owner, textPieces(bytes));
}

/** The decrypted text, in pieces that end between characters. */
function* textPieces(bytes: Buffer): Iterable<string> {
  const decoder = new StringDecoder("utf8");
  for (let at = 0; at < bytes.length; at += stepLength)
    yield decoder.write(bytes.subarray(at, at + stepLength));
  yield decoder.end();
}

/** The current key is tried first; the previous one is needed only after a key change. */
function open(
  owner: ContentOwner,
  content: EncryptedContent,
): { readonly key: "current" | "previous"; readonly bytes: Buffer } {
  const { encryptionKey, previousEncryptionKey } = env();
  try {
    return { key: "current", bytes: decrypt(encryptionKey, owner, content) };
  } catch (error) {
    if (!previousEncryptionKey) throw error;
    return { key: "previous", bytes: decrypt(previousEncryptionKey, owner, content) };
  }
}

function decrypt(key: Buffer, owner: ContentOwner, { nonce, ciphertext }: EncryptedContent): Buffer {
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(ownerBytes(owner));
  decipher.setAuthTag(ciphertext.subarray(ciphertext.length - tagBytes));
  const head = decipher.update(ciphertext.subarray(0, ciphertext.length - tagBytes));
  return Buffer.concat([head, decipher.final()]);
}

function ownerBytes({ workspaceId, generationId }: ContentOwner): Buffer {
  return Buffer.from(`${workspaceId}/${generationId}`, "utf8");
}
