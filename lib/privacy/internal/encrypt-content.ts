import "server-only";
import { createCipheriv, randomBytes } from "node:crypto";
import { StringDecoder } from "node:string_decoder";
import { env } from "@/lib/config/env";
import { openWithEitherKey, type SealedBytes } from "@/lib/config/sealed-bytes";

/** The stored form of a content. */
export type EncryptedContent = SealedBytes;

/** The owner of a content. Authenticated with it, so that a row moved to another owner does not decrypt. */
export type ContentOwner = { readonly workspaceId: string; readonly generationId: string };

const algorithm = "aes-256-gcm";
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
  cipher.setAAD(Buffer.from(ownerText(owner), "utf8"));
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

function open(
  owner: ContentOwner,
  content: EncryptedContent,
): { readonly key: "current" | "previous"; readonly bytes: Buffer } {
  return openWithEitherKey(ownerText(owner), content);
}

function ownerText({ workspaceId, generationId }: ContentOwner): string {
  return `${workspaceId}/${generationId}`;
}
